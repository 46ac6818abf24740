package org.conclave.networking.internal.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;

/**
 * Gathers for a moment what this device has committed, so that a peer gets one acknowledgement for
 * many envelopes. One that is lost is made up for by the next comparison. Thread-safe.
 */
final class AcknowledgementBuffer {
  private static final long DELAY_MILLIS = 5;

  private final ScheduledExecutorService timers;
  private final Consumer<SyncMessage.Acknowledge> out;
  private final Map<GroupId, Set<EnvelopeId>> gathered = new LinkedHashMap<>();
  private boolean scheduled;

  AcknowledgementBuffer(ScheduledExecutorService timers, Consumer<SyncMessage.Acknowledge> out) {
    this.timers = timers;
    this.out = out;
  }

  synchronized void add(GroupId group, EnvelopeId id) {
    gathered.computeIfAbsent(group, none -> new LinkedHashSet<>()).add(id);
    if (!scheduled) {
      scheduled = true;
      timers.schedule(this::flush, DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void flush() {
    List<SyncMessage.Acknowledge> frames = new ArrayList<>();
    synchronized (this) {
      scheduled = false;
      gathered.forEach(
          (group, ids) -> {
            List<EnvelopeId> all = List.copyOf(ids);
            for (int from = 0; from < all.size(); from += SyncFrames.MAXIMUM_IDS) {
              int to = Math.min(all.size(), from + SyncFrames.MAXIMUM_IDS);
              frames.add(new SyncMessage.Acknowledge(group, all.subList(from, to)));
            }
          });
      gathered.clear();
    }
    frames.forEach(out);
  }
}
