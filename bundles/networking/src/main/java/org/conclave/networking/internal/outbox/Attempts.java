package org.conclave.networking.internal.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** When the rows that await one member were tried last, and so when next. Not thread-safe. */
final class Attempts {
  private static final long LAST_SECONDS = 60;
  private static final int DOUBLINGS = 6;

  private record Attempt(int times, Instant next) {}

  private final Map<Long, Attempt> attempts = new HashMap<>();
  private Instant notBefore = Instant.MIN;

  /** Forgets everything, and lets nothing be due until then: the peer has just come. */
  void restart(Instant first) {
    attempts.clear();
    notBefore = first;
  }

  /** When the row is to be tried next, which may be in the past. */
  Instant due(long row, Instant firstTry) {
    Attempt attempt = attempts.get(row);
    Instant due = attempt == null ? firstTry : attempt.next();
    return due.isBefore(notBefore) ? notBefore : due;
  }

  void tried(long row, Instant now) {
    Attempt before = attempts.get(row);
    int times = before == null ? 0 : Math.min(DOUBLINGS, before.times() + 1);
    Duration pause = Duration.ofSeconds(Math.min(LAST_SECONDS, 2L << times));
    attempts.put(row, new Attempt(times, now.plus(pause)));
  }

  /** Keeps only what is known of these rows. */
  void retain(Collection<Long> rows) {
    attempts.keySet().retainAll(rows);
  }
}
