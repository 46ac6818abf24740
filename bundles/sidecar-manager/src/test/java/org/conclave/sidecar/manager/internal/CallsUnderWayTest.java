package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.conclave.api.engine.EngineException;
import org.junit.jupiter.api.Test;

class CallsUnderWayTest {
  private final CallsUnderWay calls = new CallsUnderWay();

  @Test
  void waitsForTheLastToLeave() throws Exception {
    calls.enter();
    calls.enter();
    calls.close();
    CompletableFuture<Boolean> none =
        CompletableFuture.supplyAsync(() -> calls.awaitNone(Duration.ofMinutes(1)));
    calls.leave();
    assertThat(calls.awaitNone(Duration.ofMillis(20))).isFalse();
    assertThat(none).isNotDone();
    calls.leave();
    assertThat(none.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nobodyEntersOnceClosed() throws Exception {
    calls.close();
    assertThatThrownBy(calls::enter)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.UNAVAILABLE));
    assertThat(calls.awaitNone(Duration.ZERO)).isTrue();
  }

  @Test
  void anInterruptionEndsTheWait() throws Exception {
    calls.enter();
    Thread.currentThread().interrupt();
    assertThat(calls.awaitNone(Duration.ofMinutes(1))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}
