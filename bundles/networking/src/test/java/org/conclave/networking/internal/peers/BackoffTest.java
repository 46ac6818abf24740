package org.conclave.networking.internal.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.conclave.networking.internal.peers.Refusal.Return;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  @Test
  void pausesDoubleWithJitterUpToHalfAMinute() {
    Backoff backoff = new Backoff(new Random(1), Backoff.USUAL_MILLIS);
    long step = 200;
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.next()).isBetween(step / 2, step);
      step = Math.min(30_000, step * 2);
    }
    backoff.reset();
    assertThat(backoff.next()).isBetween(100L, 200L);
  }

  @Test
  void aspirantNeverWaitsForLong() {
    Backoff backoff = new Backoff(new Random(1), Backoff.ASPIRANT_MILLIS);
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.next()).isLessThanOrEqualTo(5_000);
    }
  }

  @Test
  void refusalSaysWhenToComeBack() {
    Backoff backoff = new Backoff(new Random(1), Backoff.USUAL_MILLIS);
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.next(Return.SOON)).isBetween(1_000L, 2_000L);
      assertThat(backoff.next(Return.RARELY)).isBetween(30_000L, 60_000L);
    }
    assertThat(backoff.next(Return.AS_USUAL)).isBetween(100L, 200L);
    assertThat(backoff.next(Return.AT_ONCE)).isZero();
    assertThat(backoff.next(Return.AT_ONCE)).isBetween(200L, 400L);
  }
}
