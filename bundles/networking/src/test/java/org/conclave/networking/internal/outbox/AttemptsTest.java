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
    assertThat(attempts.due(1, START)).isEqualTo(START);
  }

  @Test
  void triesComeAtDoublingDistancesUpToAMinute() {
    long[] distances = {2, 4, 8, 16, 32, 60, 60, 60};
    Instant now = START;
    for (long seconds : distances) {
      attempts.tried(1, now);
      assertThat(attempts.due(1, START)).isEqualTo(now.plusSeconds(seconds));
      now = now.plusSeconds(seconds);
    }
  }

  @Test
  void reconnectionGivesTheComparisonAChanceFirst() {
    attempts.tried(1, START.plusSeconds(60));
    attempts.restart(START.plusSeconds(2));

    assertThat(attempts.due(1, START)).isEqualTo(START.plusSeconds(2));
    assertThat(attempts.due(1, START.plusSeconds(9))).isEqualTo(START.plusSeconds(9));
  }

  @Test
  void endedRowsAreForgotten() {
    attempts.tried(1, START);
    attempts.tried(2, START);
    attempts.retain(List.of(2L));

    assertThat(attempts.due(1, START)).isEqualTo(START);
    assertThat(attempts.due(2, START)).isAfter(START);
  }
}
