package org.conclave.ui.internal;

import org.junit.jupiter.api.Test;

final class AdminSuiteTest {
  private static final int SCENARIOS = 10;

  @Test
  void everyScenarioPasses() throws Exception {
    WindowSuite.play(AdminScenarios.class, SCENARIOS);
  }
}
