package org.conclave.messaging.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;

/**
 * How long late messages stay readable: a state goes when 32 are newer, or 7 days after the next
 * one replaced it, and with it every secret it had (protocol 7). The tip always stays.
 */
final class Retention {
  static final int STATES = 32;
  static final Duration READABLE = Duration.ofDays(7);

  private Retention() {}

  /**
   * Drops what is due, within the transaction that advances the group.
   *
   * @return whether anything was due
   */
  static boolean prune(Transaction transaction, GroupId group, Instant now)
      throws StorageException {
    List<StateId> states = transaction.groupStates().states(group);
    long oldestKept = Long.MAX_VALUE;
    boolean pruned = false;
    Optional<Instant> replaced = Optional.empty();
    for (int age = 0; age < states.size(); age++) {
      Optional<StateSnapshot> found = transaction.groupStates().snapshot(group, states.get(age));
      if (found.isEmpty()) {
        continue;
      }
      StateSnapshot state = found.get();
      state.secrets().close();
      boolean late = replaced.isPresent() && replaced.get().plus(READABLE).isBefore(now);
      if (age >= STATES || late) {
        transaction.groupStates().deleteState(group, state.id());
        pruned = true;
      } else {
        oldestKept = Math.min(oldestKept, state.epoch());
      }
      replaced = Optional.of(state.createdAt());
    }
    if (pruned) {
      transaction
          .envelopes()
          .deleteBefore(group, Math.min(oldestKept, oldestUndelivered(transaction, group)));
    }
    return pruned;
  }

  /** A member that was away for long still gets what it missed from those who wrote it. */
  private static long oldestUndelivered(Transaction transaction, GroupId group)
      throws StorageException {
    long oldest = Long.MAX_VALUE;
    for (OutboxRow row : transaction.outbox().open()) {
      if (row.item() instanceof OutboxRow.Item.ToGroup item && item.group().equals(group)) {
        Optional<StoredEnvelope> envelope = transaction.envelopes().find(group, item.envelope());
        if (envelope.isPresent()) {
          oldest = Math.min(oldest, envelope.get().epoch());
        }
      }
    }
    return oldest;
  }
}
