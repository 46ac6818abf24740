package org.conclave.networking.internal.admission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Compares this device's clock with those of its peers: with a clock that is off by more than a day
 * invitations and certificates look expired, and the person should hear why.
 */
final class ClockWatch {
  private static final Duration TOLERATED = Duration.ofDays(1);

  private final Clock clock;
  private final Consumer<String> problem;

  /**
   * @param problem is given a sentence for a person, or an empty one when all is well
   */
  ClockWatch(Clock clock, Consumer<String> problem) {
    this.clock = clock;
    this.problem = problem;
  }

  /** What a peer says the time is, in seconds since 1970; 0 if it does not say. */
  void compare(long peerSeconds) {
    if (peerSeconds <= 0 || peerSeconds > Instant.MAX.getEpochSecond()) {
      return;
    }
    Duration ahead = Duration.between(Instant.ofEpochSecond(peerSeconds), clock.instant());
    if (ahead.abs().compareTo(TOLERATED) <= 0) {
      problem.accept("");
      return;
    }
    long days = Math.max(1, ahead.abs().toDays());
    problem.accept(
        "The clock of this computer is "
            + days
            + (days == 1 ? " day " : " days ")
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " that of another member. Invitations may be refused. Set the date and the time.");
  }
}
