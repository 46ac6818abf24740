package org.conclave.ui.internal;

import org.junit.jupiter.api.Test;

final class MemberSuiteTest {
  private static final int SCENARIOS = 16;

  @Test
  void everyScenarioPasses() throws Exception {
    WindowSuite.play(MemberScenarios.class, SCENARIOS);
  }
}
