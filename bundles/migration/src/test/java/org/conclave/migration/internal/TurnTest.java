package org.conclave.migration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.MigrationException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnTest {
  private final Turn turn = new Turn();

  @Test
  void interruptionEndsTheWaitForATurnAndTheTurnGoesOn() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread first = new Thread(() -> hold(taken, mayEnd));
    first.start();
    assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
    Thread.currentThread().interrupt();
    assertInterrupted(() -> turn.take(() -> "never"));
    assertThat(Thread.interrupted()).as("the caller still sees it").isTrue();
    mayEnd.countDown();
    first.join(20_000);
    assertThat(turn.take(() -> "next")).isEqualTo("next");
  }

  @Test
  void stopFromWithinACallDoesNotWaitForItself() throws Exception {
    String result =
        turn.take(
            () -> {
              turn.stop(20_000);
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertInterrupted(() -> turn.take(() -> "never"));
  }

  @Test
  void callThatEndsInSpiteOfAStopKeepsItsResultAndLeavesItsThreadAlone() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    Thread stopping =
        new Thread(
            () -> {
              try {
                taken.await();
                turn.stop(20_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    stopping.start();
    String result =
        turn.take(
            () -> {
              taken.countDown();
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              return "done all the same";
            });
    assertThat(result).isEqualTo("done all the same");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    stopping.join(20_000);
    assertThat(stopping.isAlive()).isFalse();
  }

  @Test
  void callFromWithinACallIsAMistake() throws Exception {
    turn.take(
        () -> {
          assertThatThrownBy(() -> turn.take(() -> "never"))
              .isInstanceOf(IllegalStateException.class);
          return "done";
        });
    assertThat(turn.take(() -> "next")).isEqualTo("next");
  }

  private void hold(CountDownLatch taken, CountDownLatch mayEnd) {
    try {
      turn.take(
          () -> {
            taken.countDown();
            try {
              assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return "first";
          });
    } catch (MigrationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertInterrupted(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED));
  }
}
