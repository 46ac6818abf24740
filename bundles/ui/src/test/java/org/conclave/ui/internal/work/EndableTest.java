package org.conclave.ui.internal.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EndableTest {
  @Test
  void workThatWaitsIsInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Endable<String> endable =
        new Endable<>(
            () -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return "never";
            });
    FutureTask<String> told =
        new FutureTask<>(
            () -> {
              try {
                return endable.call();
              } catch (InterruptedException e) {
                return "ended, " + Thread.currentThread().isInterrupted();
              }
            });
    Thread worker = new Thread(told);
    worker.start();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    endable.end();
    assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo("ended, false");
    worker.join();
  }

  @Test
  void workThatWasEndedBeforeDoesNotBegin() {
    Endable<String> endable = new Endable<>(() -> "done");
    endable.end();
    assertThatThrownBy(endable::call).isInstanceOf(InterruptedException.class);
  }

  @Test
  void whatIsDoneAlreadyIsTold() throws Exception {
    Endable<String> endable = new Endable<>(() -> "done");
    assertThat(endable.call()).isEqualTo("done");
    endable.end();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
