package org.conclave.networking.internal.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;

/**
 * What is still to be pulled from one peer, in the order in which it was learned (older epochs come
 * first), a bounded portion at a time. Thread-safe.
 */
final class Pulls {
  private static final int MAXIMUM = 1 << 16;

  private final Map<GroupId, Set<EnvelopeId>> wanted = new LinkedHashMap<>();
  private int size;
  private boolean underWay;

  /** Whether all fit in; what did not will be learned again from a later offer. */
  synchronized boolean want(GroupId group, List<EnvelopeId> ids) {
    for (EnvelopeId id : ids) {
      if (size == MAXIMUM) {
        return false;
      }
      if (wanted.computeIfAbsent(group, none -> new LinkedHashSet<>()).add(id)) {
        size++;
      }
    }
    return true;
  }

  /** The next portion, unless one is under way or there is none. */
  synchronized Optional<SyncMessage.Pull> next() {
    if (underWay || wanted.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<GroupId, Set<EnvelopeId>> first = wanted.entrySet().iterator().next();
    List<EnvelopeId> portion = new ArrayList<>();
    var ids = first.getValue().iterator();
    while (ids.hasNext() && portion.size() < SyncFrames.MAXIMUM_PULL) {
      portion.add(ids.next());
      ids.remove();
    }
    size -= portion.size();
    if (first.getValue().isEmpty()) {
      wanted.remove(first.getKey());
    }
    underWay = true;
    return Optional.of(new SyncMessage.Pull(first.getKey(), portion));
  }

  /** The answer to the portion has ended, and all of it is processed. */
  synchronized void ended() {
    underWay = false;
  }

  synchronized boolean isUnderWay() {
    return underWay;
  }
}
