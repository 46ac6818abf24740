package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RestartPolicyTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final RestartPolicy policy = new RestartPolicy(LONG);

  @Test
  void firstFailureIsAnsweredAtOnce() {
    assertThat(policy.afterFailure(0)).isEqualTo(new RestartPolicy.Next(Duration.ZERO, false));
  }

  @Test
  void pausesGrow() {
    Duration last = policy.afterFailure(0).pause();
    for (int i = 1; i < RestartPolicy.LIMIT; i++) {
      Duration next = policy.afterFailure(i).pause();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  @Test
  void tooManyFailuresWithinAMinuteEndInALongPause() {
    for (int i = 0; i < RestartPolicy.LIMIT; i++) {
      assertThat(policy.afterFailure(i).giveUp()).isFalse();
    }
    assertThat(policy.afterFailure(99)).isEqualTo(new RestartPolicy.Next(LONG, true));
  }

  @Test
  void failuresOfOverAMinuteAgoDoNotCount() {
    for (int i = 0; i < 20; i++) {
      assertThat(policy.afterFailure(TimeUnit.SECONDS.toNanos(61L * i)))
          .isEqualTo(new RestartPolicy.Next(Duration.ZERO, false));
    }
  }

  @Test
  void afterTheLongPauseItTriesAsFromTheStart() {
    for (int i = 0; i <= RestartPolicy.LIMIT; i++) {
      policy.afterFailure(i);
    }
    assertThat(policy.afterFailure(100)).isEqualTo(new RestartPolicy.Next(Duration.ZERO, false));
  }
}
