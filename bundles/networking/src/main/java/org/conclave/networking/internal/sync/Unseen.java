package org.conclave.networking.internal.sync;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;

/**
 * What one peer said that it holds of groups that are held back, and this device has not seen yet.
 * An epoch is settled once the peer's ids of it have come, an id once its envelope was processed,
 * whatever came of it. Thread-safe.
 */
final class Unseen {
  private static final int MAXIMUM = 1 << 16;

  private final Map<GroupId, Differences> groups = new HashMap<>();

  private static final class Differences {
    /** How many ids of these epochs are still to come. */
    private final Map<Long, Integer> epochs = new HashMap<>();

    private final Set<EnvelopeId> envelopes = new HashSet<>();
  }

  /** The peer offered the group, and these epochs differ, of which it holds so many. */
  synchronized void offered(GroupId group, Map<Long, Integer> epochs) {
    Differences differences = groups.computeIfAbsent(group, unknown -> new Differences());
    differences.epochs.clear();
    differences.epochs.putAll(epochs);
  }

  /**
   * Ids of an epoch have come.
   *
   * @param missing those of them that this device has never seen
   */
  synchronized void told(
      GroupId group, long epoch, Collection<EnvelopeId> ids, List<EnvelopeId> missing) {
    Differences differences = groups.get(group);
    if (differences == null) {
      return; // The peer's offer is yet to come, and tells again what it holds.
    }
    differences.envelopes.removeAll(Set.copyOf(ids));
    if (differences.envelopes.size() + missing.size() > MAXIMUM) {
      return; // Not settled: a later offer tells the rest.
    }
    differences.envelopes.addAll(missing);
    boolean last = ids.size() < SyncFrames.MAXIMUM_IDS;
    differences.epochs.computeIfPresent(
        epoch, (same, left) -> last || left <= ids.size() ? null : left - ids.size());
  }

  /** They were processed, or the peer does not hold them after all. */
  synchronized void seen(GroupId group, Collection<EnvelopeId> envelopes) {
    Differences differences = groups.get(group);
    if (differences != null) {
      differences.envelopes.removeAll(Set.copyOf(envelopes));
    }
  }

  synchronized List<EnvelopeId> of(GroupId group) {
    Differences differences = groups.get(group);
    return differences == null ? List.of() : List.copyOf(differences.envelopes);
  }

  /** Whether the peer offered the group and everything that it holds of it was seen. */
  synchronized boolean isSettled(GroupId group) {
    Differences differences = groups.get(group);
    return differences != null && differences.epochs.isEmpty() && differences.envelopes.isEmpty();
  }

  synchronized void forget(GroupId group) {
    groups.remove(group);
  }
}
