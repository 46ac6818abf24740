package org.conclave.networking.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
  private static final Instant START = Instant.ofEpochSecond(1_000_000);

  private final Attempts attempts = new Attempts();

  @Test
  void freshRowIsDueAtItsFirstTry() {
    assertThat(attempts.isDue(1, START, START.minusMillis(1))).isFalse();
    assertThat(attempts.isDue(1, START, START)).isTrue();
  }

  @Test
  void triesComeAtDoublingDistancesUpToAMinute() {
    Instant now = START;
    long[] distances = {2, 4, 8, 16, 32, 60, 60, 60};
    for (long seconds : distances) {
      attempts.tried(1, now);
      assertThat(attempts.isDue(1, START, now.plusSeconds(seconds).minusMillis(1))).isFalse();
      now = now.plusSeconds(seconds);
      assertThat(attempts.isDue(1, START, now)).isTrue();
    }
  }

  @Test
  void reconnectionGivesTheComparisonAChanceFirst() {
    attempts.tried(1, START);
    attempts.restart(START.plusSeconds(2));

    assertThat(attempts.isDue(1, START, START.plusSeconds(1))).isFalse();
    assertThat(attempts.isDue(1, START, START.plusSeconds(2))).isTrue();
  }

  @Test
  void endedRowsAreForgotten() {
    attempts.tried(1, START);
    attempts.tried(2, START);
    attempts.retain(List.of(2L));

    assertThat(attempts.isDue(1, START, START)).isTrue();
    assertThat(attempts.isDue(2, START, START)).isFalse();
  }
}
