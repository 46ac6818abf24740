package org.conclave.networking.internal.groups;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.OutboxRow.Item;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups in which this device does not send yet. The disk may be an older image that was put back,
 * and what waits in its outbox be protected with keys that were used before: so a group that this
 * device is in when the node starts is held back until all that one other member holds of it has
 * come. A group that it enters later begins with fresh keys. Thread-safe.
 */
public final class HeldBack {
  private static final Logger LOG = LoggerFactory.getLogger(HeldBack.class);

  private final Storage storage;

  /** What was in the outbox of each held group at any time since. */
  private final Map<GroupId, Set<EnvelopeId>> held = new ConcurrentHashMap<>();

  /** What left the outbox while it was held back: it was found unfit, or everybody had it. */
  private final Map<GroupId, Set<EnvelopeId>> withdrawn = new ConcurrentHashMap<>();

  private volatile Consumer<GroupId> released = group -> {};

  public HeldBack(Storage storage) {
    this.storage = storage;
  }

  /** Is told of each group that is held back no more. Must not block. */
  public void onRelease(Consumer<GroupId> listener) {
    released = listener;
  }

  /** Holds back every group that this device is in. Blocks on the disk. */
  public void load() throws StorageException {
    Map<GroupId, Set<EnvelopeId>> found =
        storage.read(
            transaction -> {
              Map<GroupId, Set<EnvelopeId>> groups = new HashMap<>();
              for (Conversation conversation : transaction.conversations().all()) {
                if (conversation.status() == Conversation.Status.LIVE) {
                  groups.put(conversation.group(), ConcurrentHashMap.newKeySet());
                }
              }
              for (OutboxRow row : transaction.outbox().open()) {
                if (row.item() instanceof Item.ToGroup item && groups.containsKey(item.group())) {
                  groups.get(item.group()).add(item.envelope());
                }
              }
              return groups;
            });
    held.putAll(found);
  }

  /** Whether nothing of one's own may be sent to the group. */
  public boolean holds(GroupId group) {
    return held.containsKey(group);
  }

  /**
   * What this device holds of a group and does not tell, with its epoch: as if it were not there.
   */
  public Map<EnvelopeId, Long> withheld(Transaction transaction, GroupId group)
      throws StorageException {
    Set<EnvelopeId> ids = new HashSet<>(withdrawn.getOrDefault(group, Set.of()));
    Set<EnvelopeId> seen = held.get(group);
    if (seen != null) {
      seen.addAll(waiting(transaction, group));
      ids.addAll(seen);
    }
    Map<EnvelopeId, Long> withheld = new HashMap<>();
    for (EnvelopeId id : ids) {
      Optional<StoredEnvelope> stored = transaction.envelopes().find(group, id);
      if (stored.isPresent() && stored.get().status() == StoredEnvelope.Status.PROCESSED) {
        withheld.put(id, stored.get().epoch());
      }
    }
    return withheld;
  }

  private static Set<EnvelopeId> waiting(Transaction transaction, GroupId group)
      throws StorageException {
    Set<EnvelopeId> waiting = new HashSet<>();
    for (OutboxRow row : transaction.outbox().open()) {
      if (row.item() instanceof Item.ToGroup item && item.group().equals(group)) {
        waiting.add(item.envelope());
      }
    }
    return waiting;
  }

  /**
   * All that a member holds of the group has come, and what followed from it is committed, or this
   * device has entered the group anew: what still waits in the outbox may go, what left it
   * meanwhile never goes. Blocks on the disk.
   */
  public void release(GroupId group) throws StorageException {
    Set<EnvelopeId> seen = held.get(group);
    if (seen == null) {
      return;
    }
    Set<EnvelopeId> gone = new HashSet<>(seen);
    gone.removeAll(storage.read(transaction -> waiting(transaction, group)));
    if (!gone.isEmpty()) {
      withdrawn.put(group, gone);
    }
    if (held.remove(group) != null) {
      LOG.debug(
          "{} was compared with a member; {} of its envelopes are let go", group, gone.size());
      released.accept(group);
    }
  }
}
