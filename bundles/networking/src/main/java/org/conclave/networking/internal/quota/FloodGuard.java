package org.conclave.networking.internal.quota;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much a device may ask for: a burst, then so much a second. What is beyond is ignored; a
 * device that goes on regardless is disconnected. Thread-safe.
 */
public final class FloodGuard {
  /**
   * How much that is.
   *
   * @param patience how much may be ignored before the device is disconnected
   */
  public record Allowance(double burst, double perSecond, double patience) {}

  /** What to do with what the device asks for. */
  public enum Verdict {
    ANSWER,
    IGNORE,
    DISCONNECT
  }

  private final Allowance allowance;
  private final LongSupplier nanoTime;
  private double left;
  private long last;
  private double ignored;

  public FloodGuard(Allowance allowance, LongSupplier nanoTime) {
    this.allowance = allowance;
    this.nanoTime = nanoTime;
    this.left = allowance.burst();
    this.last = nanoTime.getAsLong();
  }

  /** The device asks for something that costs so much. */
  public synchronized Verdict spend(double cost) {
    long now = nanoTime.getAsLong();
    double gained = allowance.perSecond() * (now - last) / TimeUnit.SECONDS.toNanos(1);
    left = Math.min(allowance.burst(), left + gained);
    last = now;
    if (left >= cost) {
      left -= cost;
      ignored = Math.max(0, ignored - cost);
      return Verdict.ANSWER;
    }
    ignored += cost;
    return ignored > allowance.patience() ? Verdict.DISCONNECT : Verdict.IGNORE;
  }
}
