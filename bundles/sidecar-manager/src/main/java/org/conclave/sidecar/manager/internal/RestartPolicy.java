package org.conclave.sidecar.manager.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * When to spawn again after an engine ended or did not come up: at once the first time, then with
 * growing pauses, and after too many times within a minute only after a long one. Not thread-safe.
 */
final class RestartPolicy {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ZERO,
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  /** Failures within a minute that are answered with a respawn. */
  static final int LIMIT = PAUSES.size();

  private final Duration longPause;
  private final Deque<Long> failures = new ArrayDeque<>();

  /**
   * @param longPause before trying again after too many failures
   */
  RestartPolicy(Duration longPause) {
    this.longPause = longPause;
  }

  /**
   * @param giveUp it failed too often: say so while waiting
   */
  record Next(Duration pause, boolean giveUp) {}

  /** What to do after a failure at {@code nanoTime}, a reading of {@link System#nanoTime}. */
  Next afterFailure(long nanoTime) {
    while (!failures.isEmpty() && nanoTime - failures.getFirst() > WINDOW.toNanos()) {
      failures.removeFirst();
    }
    failures.addLast(nanoTime);
    if (failures.size() > LIMIT) {
      failures.clear();
      return new Next(longPause, true);
    }
    return new Next(PAUSES.get(failures.size() - 1), false);
  }
}
