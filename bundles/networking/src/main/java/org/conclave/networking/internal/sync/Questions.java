package org.conclave.networking.internal.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.conclave.api.identity.GroupId;

/**
 * Which epochs a peer was sent this device's ids of and has not answered yet. Both sides find the
 * same difference at the same time: with this each sends its ids once, not twice. Thread-safe.
 */
final class Questions {
  private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MAXIMUM = 4_096;

  private record Key(GroupId group, long epoch) {}

  private final LongSupplier nanoTime;
  private final Map<Key, Long> open = new HashMap<>();

  Questions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether to ask now. */
  synchronized boolean ask(GroupId group, long epoch) {
    long now = nanoTime.getAsLong();
    if (open.size() >= MAXIMUM) {
      open.values().removeIf(since -> now - since > FORGOTTEN_NANOS);
    }
    Key key = new Key(group, epoch);
    Long since = open.get(key);
    if (since != null && now - since <= FORGOTTEN_NANOS) {
      return false;
    }
    if (open.size() < MAXIMUM) {
      open.put(key, now);
    }
    return true;
  }

  /** The peer's ids of that epoch have come; whether they had been asked for. */
  synchronized boolean answered(GroupId group, long epoch) {
    return open.remove(new Key(group, epoch)) != null;
  }
}
