package org.conclave.networking.internal.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  @Test
  void pausesDoubleWithJitterUpToHalfAMinute() {
    Backoff backoff = new Backoff(new Random(1));
    long step = 200;
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.next()).isBetween(step / 2, step);
      step = Math.min(30_000, step * 2);
    }
    backoff.reset();
    assertThat(backoff.next()).isBetween(100L, 200L);
  }
}
