package org.conclave.networking.internal.peers;

import java.util.random.RandomGenerator;

/**
 * Doubling delays with jitter, so that those who lost one another at once do not return at once.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long LAST_MILLIS = 30_000;
  private static final int DOUBLINGS = 8;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  void reset() {
    failures = 0;
  }

  /** Milliseconds to wait after one more failure: between half of the step and all of it. */
  long next() {
    long step = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(failures++, DOUBLINGS));
    return step / 2 + random.nextLong(step / 2 + 1);
  }
}
