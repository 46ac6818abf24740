package org.conclave.networking.internal.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.EpochHoldings;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.conclave.networking.internal.groups.HeldBack;

/**
 * Compares what this device holds with what a peer says that it holds; each question is one read of
 * the store. A peer that holds an envelope has committed it, so a comparison acknowledges too.
 * Blocks on the disk; safe from any thread.
 */
final class Reconciler {
  /** Ids sent in answer to one offer; what is beyond comes with a later one. */
  private static final int MAXIMUM_IDS = 4 * SyncFrames.MAXIMUM_IDS;

  private static final int REMEMBERED_STATES = 4_096;

  private final Storage storage;
  private final HeldBack heldBack;

  /** A state's epoch never changes, and reading it means to open secrets. */
  private final Map<StateId, Long> epochs = new ConcurrentHashMap<>();

  Reconciler(Storage storage, HeldBack heldBack) {
    this.storage = storage;
    this.heldBack = heldBack;
  }

  /**
   * What follows from a peer's offer.
   *
   * @param questions what this device holds where the two differ, to be sent
   * @param acknowledged what the peer was awaited for and holds
   * @param differing epochs of which the peer may hold what this device does not, and how much the
   *     peer holds of each
   */
  record Compared(
      List<SyncMessage.Ids> questions,
      List<EnvelopeId> acknowledged,
      Map<Long, Integer> differing) {}

  /**
   * What follows from a peer's ids.
   *
   * @param missing what this device has never seen, in the peer's order
   * @param acknowledged what the peer was awaited for and holds
   * @param answer what this device holds, if the peer asked
   */
  record Learned(
      List<EnvelopeId> missing, List<EnvelopeId> acknowledged, List<SyncMessage.Ids> answer) {}

  /**
   * A part of what a peer pulled.
   *
   * @param next the index to go on from
   */
  record Portion(List<Bytes> envelopes, int next) {}

  /** Empty if this device has no state of the group. */
  Optional<SyncMessage.Offer> offer(GroupId group) throws StorageException {
    return storage.read(
        transaction -> {
          Optional<Long> first = firstEpoch(transaction, group);
          if (first.isEmpty()) {
            return Optional.empty();
          }
          List<EpochHoldings> held =
              Told.without(
                  heldBack.withheld(transaction, group),
                  transaction.envelopes().holdings(group, first.get()));
          int surplus = Math.max(0, held.size() - SyncFrames.MAXIMUM_EPOCHS);
          return Optional.of(
              new SyncMessage.Offer(group, first.get(), held.subList(surplus, held.size())));
        });
  }

  Compared compare(SyncMessage.Offer offer, UserId peer) throws StorageException {
    return storage.read(
        transaction -> {
          Optional<Long> first = firstEpoch(transaction, offer.group());
          if (first.isEmpty()) {
            return new Compared(List.of(), List.of(), Map.of());
          }
          long lowest = Math.max(first.get(), offer.firstEpoch());
          Map<EnvelopeId, Long> withheld = heldBack.withheld(transaction, offer.group());
          List<EpochHoldings> all = transaction.envelopes().holdings(offer.group(), lowest);
          EpochComparison epochs =
              EpochComparison.of(lowest, all, Told.without(withheld, all), offer.epochs());
          List<SyncMessage.Ids> questions = new ArrayList<>();
          int room = MAXIMUM_IDS;
          for (Long epoch : epochs.different()) {
            if (room > 0) {
              List<SyncMessage.Ids> question =
                  ids(transaction, offer.group(), epoch, withheld, true);
              question.forEach(questions::add);
              room -= question.stream().mapToInt(ids -> Math.max(1, ids.ids().size())).sum();
            }
          }
          List<EnvelopeId> acknowledged =
              awaited(
                  transaction,
                  offer.group(),
                  peer,
                  stored ->
                      epochs.equal().contains(stored.epoch())
                          || (epochs.equalToTold().contains(stored.epoch())
                              && !withheld.containsKey(stored.id())));
          return new Compared(questions, acknowledged, epochs.heldByPeer());
        });
  }

  Learned learn(SyncMessage.Ids theirs, UserId peer) throws StorageException {
    return storage.read(
        transaction -> {
          Optional<Long> first = firstEpoch(transaction, theirs.group());
          if (first.isEmpty() || theirs.epoch() < first.get()) {
            return new Learned(List.of(), List.of(), List.of());
          }
          Set<EnvelopeId> own =
              new HashSet<>(transaction.envelopes().ids(theirs.group(), theirs.epoch()));
          List<EnvelopeId> missing = new ArrayList<>();
          for (EnvelopeId id : theirs.ids()) {
            if (!own.contains(id) && transaction.envelopes().find(theirs.group(), id).isEmpty()) {
              missing.add(id);
            }
          }
          Set<EnvelopeId> held = new HashSet<>(theirs.ids());
          return new Learned(
              missing,
              awaited(transaction, theirs.group(), peer, stored -> held.contains(stored.id())),
              theirs.replyWanted()
                  ? ids(
                      transaction,
                      theirs.group(),
                      theirs.epoch(),
                      heldBack.withheld(transaction, theirs.group()),
                      false)
                  : List.of());
        });
  }

  /** Those that this device still has not seen, in the same order. */
  List<EnvelopeId> stillMissing(GroupId group, List<EnvelopeId> ids) throws StorageException {
    return storage.read(
        transaction -> {
          List<EnvelopeId> missing = new ArrayList<>();
          for (EnvelopeId id : ids) {
            if (transaction.envelopes().find(group, id).isEmpty()) {
              missing.add(id);
            }
          }
          return missing;
        });
  }

  /**
   * Up to {@code maximumBytes} of the envelopes, at least one; those not held, or held back, are
   * passed over.
   */
  Portion serve(GroupId group, List<EnvelopeId> ids, int from, int maximumBytes)
      throws StorageException {
    return storage.read(
        transaction -> {
          Set<EnvelopeId> withheld = heldBack.withheld(transaction, group).keySet();
          List<Bytes> portion = new ArrayList<>();
          int size = 0;
          int index = from;
          for (; index < ids.size(); index++) {
            Optional<StoredEnvelope> stored = transaction.envelopes().find(group, ids.get(index));
            if (stored.isEmpty()
                || stored.get().status() != StoredEnvelope.Status.PROCESSED
                || withheld.contains(stored.get().id())) {
              continue;
            }
            size += stored.get().bytes().size();
            if (size > maximumBytes && !portion.isEmpty()) {
              break;
            }
            portion.add(stored.get().bytes());
          }
          return new Portion(portion, index);
        });
  }

  private static List<EnvelopeId> awaited(
      Transaction transaction, GroupId group, UserId peer, Predicate<StoredEnvelope> holds)
      throws StorageException {
    List<EnvelopeId> acknowledged = new ArrayList<>();
    for (OutboxRow row : transaction.outbox().openFor(peer)) {
      if (row.item() instanceof OutboxRow.Item.ToGroup toGroup && toGroup.group().equals(group)) {
        Optional<StoredEnvelope> stored = transaction.envelopes().find(group, toGroup.envelope());
        if (stored.isPresent() && holds.test(stored.get())) {
          acknowledged.add(toGroup.envelope());
        }
      }
    }
    return acknowledged;
  }

  /** All that is told of an epoch, in as many frames as it takes; the last one asks. */
  private static List<SyncMessage.Ids> ids(
      Transaction transaction,
      GroupId group,
      long epoch,
      Map<EnvelopeId, Long> withheld,
      boolean replyWanted)
      throws StorageException {
    List<EnvelopeId> all = new ArrayList<>(transaction.envelopes().ids(group, epoch));
    all.removeAll(withheld.keySet());
    List<SyncMessage.Ids> frames = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(all.size(), from + SyncFrames.MAXIMUM_IDS);
      boolean last = to == all.size();
      frames.add(
          new SyncMessage.Ids(
              group, epoch, List.copyOf(all.subList(from, to)), replyWanted && last));
      from = to;
    } while (from < all.size());
    return frames;
  }

  private Optional<Long> firstEpoch(Transaction transaction, GroupId group)
      throws StorageException {
    List<StateId> states = transaction.groupStates().states(group);
    if (states.isEmpty()) {
      return Optional.empty();
    }
    StateId oldest = states.get(states.size() - 1);
    Long remembered = epochs.get(oldest);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<StateSnapshot> snapshot = transaction.groupStates().snapshot(group, oldest);
    if (snapshot.isEmpty()) {
      return Optional.empty();
    }
    try (SecretBytes unused = snapshot.get().secrets()) {
      if (epochs.size() >= REMEMBERED_STATES) {
        epochs.clear();
      }
      epochs.put(oldest, snapshot.get().epoch());
      return Optional.of(snapshot.get().epoch());
    }
  }
}
