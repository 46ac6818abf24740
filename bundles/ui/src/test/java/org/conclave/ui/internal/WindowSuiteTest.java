package org.conclave.ui.internal;

import org.junit.jupiter.api.Test;

final class WindowSuiteTest {
  private static final int SCENARIOS = 11;

  @Test
  void everyScenarioPasses() throws Exception {
    WindowSuite.play(WindowScenarios.class, SCENARIOS);
  }
}
