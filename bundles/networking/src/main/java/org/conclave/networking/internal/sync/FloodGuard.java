package org.conclave.networking.internal.sync;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many questions a peer may ask: a burst for the groups that are shared, then so many a second.
 * Questions beyond are not answered; a peer that goes on regardless is disconnected. Not
 * thread-safe.
 */
final class FloodGuard {
  private static final double BURST = 2_048;
  private static final double PER_NANO = 200.0 / TimeUnit.SECONDS.toNanos(1);
  private static final int PATIENCE = 2_048;

  /** What to do with a question. */
  enum Verdict {
    ANSWER,
    IGNORE,
    DISCONNECT
  }

  private final LongSupplier nanoTime;
  private double allowance = BURST;
  private long last;
  private int ignored;

  FloodGuard(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  Verdict question() {
    long now = nanoTime.getAsLong();
    allowance = Math.min(BURST, allowance + (now - last) * PER_NANO);
    last = now;
    if (allowance >= 1) {
      allowance -= 1;
      ignored = Math.max(0, ignored - 1);
      return Verdict.ANSWER;
    }
    return ++ignored > PATIENCE ? Verdict.DISCONNECT : Verdict.IGNORE;
  }
}
