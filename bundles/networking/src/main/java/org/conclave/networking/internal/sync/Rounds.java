package org.conclave.networking.internal.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.conclave.api.identity.GroupId;

/**
 * When a peer is offered a group again: soon, or, where envelopes could not be processed, at
 * doubling distances. A group has one offer ahead at most. Thread-safe.
 */
final class Rounds {
  private static final long SOON_MILLIS = 300;
  private static final long RETRY_MILLIS = 1_000;
  private static final int DOUBLINGS = 5;

  private final ScheduledExecutorService timers;
  private final Consumer<GroupId> offer;
  private final Set<GroupId> ahead = new HashSet<>();
  private final Map<GroupId, Integer> retries = new HashMap<>();

  Rounds(ScheduledExecutorService timers, Consumer<GroupId> offer) {
    this.timers = timers;
    this.offer = offer;
  }

  void soon(GroupId group) {
    after(group, SOON_MILLIS);
  }

  /** An envelope of the group is to be offered to this device again. */
  void retry(GroupId group) {
    int times;
    synchronized (this) {
      times = retries.getOrDefault(group, 0);
      if (ahead.contains(group)) {
        return;
      }
      retries.put(group, Math.min(DOUBLINGS, times + 1));
    }
    after(group, RETRY_MILLIS << times);
  }

  /** Envelopes of the group are processed again. */
  synchronized void succeeded(GroupId group) {
    retries.remove(group);
  }

  private void after(GroupId group, long millis) {
    synchronized (this) {
      if (!ahead.add(group)) {
        return;
      }
    }
    timers.schedule(
        () -> {
          synchronized (this) {
            ahead.remove(group);
          }
          offer.accept(group);
        },
        millis,
        TimeUnit.MILLISECONDS);
  }
}
