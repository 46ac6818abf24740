package org.conclave.onboarding.internal.statement;

import java.util.Comparator;

/**
 * The place of a DeviceRecord among its user's. Order is by these counters, never by time.
 *
 * @param generation from 1; only an administrator raises it
 * @param deviceEpoch from 1 within each generation
 */
public record DeviceOrder(long generation, long deviceEpoch) implements Comparable<DeviceOrder> {
  public static final DeviceOrder FIRST = new DeviceOrder(1, 1);

  /** So many devices a member may have had before an administrator has to say yes. */
  public static final int MAX_EPOCH = 64;

  private static final Comparator<DeviceOrder> ORDER =
      Comparator.comparingLong(DeviceOrder::generation).thenComparingLong(DeviceOrder::deviceEpoch);

  /** That of the next device of the same generation. */
  public DeviceOrder next() {
    return new DeviceOrder(generation, deviceEpoch + 1);
  }

  /** That of the first device of the next generation. */
  public DeviceOrder raised() {
    return new DeviceOrder(generation + 1, 1);
  }

  @Override
  public int compareTo(DeviceOrder other) {
    return ORDER.compare(this, other);
  }
}
