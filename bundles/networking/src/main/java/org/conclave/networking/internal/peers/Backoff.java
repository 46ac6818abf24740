package org.conclave.networking.internal.peers;

import java.util.random.RandomGenerator;
import org.conclave.networking.internal.peers.Refusal.Return;

/**
 * Doubling delays with jitter, so that those who lost one another at once do not return at once; or
 * what a refusal says. Not thread-safe.
 */
final class Backoff {
  /** A member's longest pause. */
  static final long USUAL_MILLIS = 30_000;

  /** The longest pause of a device that is about to become a member's, and is waited for. */
  static final long ASPIRANT_MILLIS = 5_000;

  private static final long FIRST_MILLIS = 200;
  private static final long SOON_MILLIS = 2_000;
  private static final long RARELY_MILLIS = 60_000;
  private static final int DOUBLINGS = 8;

  private final RandomGenerator random;
  private final long longest;
  private int failures;
  private boolean cameAtOnce;

  Backoff(RandomGenerator random, long longest) {
    this.random = random;
    this.longest = longest;
  }

  void reset() {
    failures = 0;
  }

  /** Milliseconds to wait after one more failure: between half of the step and all of it. */
  long next() {
    return jittered(Math.min(longest, FIRST_MILLIS << Math.min(failures++, DOUBLINGS)));
  }

  /** Milliseconds to wait after a refusal. Whoever always says "at once" is believed once. */
  long next(Return comeBack) {
    boolean first = comeBack == Return.AT_ONCE && !cameAtOnce;
    cameAtOnce = comeBack == Return.AT_ONCE;
    return switch (comeBack) {
      case AT_ONCE -> first ? 0 : next();
      case SOON -> jittered(SOON_MILLIS);
      case AS_USUAL -> next();
      case RARELY -> jittered(RARELY_MILLIS);
    };
  }

  private long jittered(long step) {
    return step / 2 + random.nextLong(step / 2 + 1);
  }
}
