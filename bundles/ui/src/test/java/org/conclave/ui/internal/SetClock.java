package org.conclave.ui.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that stands until it is set. Thread-safe. */
final class SetClock extends Clock {
  private final ZoneId zone;
  private volatile Instant now = Instant.EPOCH;

  SetClock(ZoneId zone) {
    this.zone = zone;
  }

  void set(Instant to) {
    now = to;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    throw new UnsupportedOperationException("one zone");
  }

  @Override
  public Instant instant() {
    return now;
  }
}
