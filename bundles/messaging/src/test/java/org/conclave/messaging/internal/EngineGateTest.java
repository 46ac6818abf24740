package org.conclave.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EngineException;
import org.junit.jupiter.api.Test;

class EngineGateTest {
  private final EngineGate gate = new EngineGate();
  private final CryptoEngine stopped = new FakeEngine();
  private final CryptoEngine next = new FakeEngine();

  @Test
  void aCallWhoseBundleStoppedGoesToTheNextEngine() throws Exception {
    gate.arrived(stopped);
    List<CryptoEngine> asked = new ArrayList<>();
    String answer =
        gate.callUntil(
            deadline(Duration.ofMinutes(1)),
            engine -> {
              asked.add(engine);
              if (engine == stopped) {
                gate.departed(stopped);
                gate.arrived(next);
                throw new NoClassDefFoundError("a class of the bundle that stopped");
              }
              return "answered";
            });
    assertThat(answer).isEqualTo("answered");
    assertThat(asked).containsExactly(stopped, next);
  }

  @Test
  void withoutAnotherEngineItIsUnavailable() {
    gate.arrived(stopped);
    assertThatThrownBy(
            () ->
                gate.callUntil(
                    deadline(Duration.ofMillis(50)),
                    engine -> {
                      throw new NoClassDefFoundError("a class of the bundle that stopped");
                    }))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.UNAVAILABLE));
  }

  @Test
  void misuseIsNotRepeated() {
    gate.arrived(stopped);
    assertThatThrownBy(
            () ->
                gate.callUntil(
                    deadline(Duration.ofMinutes(1)),
                    engine -> {
                      throw new EngineException(EngineException.Reason.MISUSE, "not so");
                    }))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.MISUSE));
  }

  private static long deadline(Duration patience) {
    return System.nanoTime() + patience.toNanos();
  }
}
