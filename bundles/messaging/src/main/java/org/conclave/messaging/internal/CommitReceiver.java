package org.conclave.messaging.internal;

import java.util.List;
import java.util.Optional;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Rejection;
import org.conclave.api.engine.RowKey;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an administrator's commit from the tip: new state, roster, profile and ciphertext are one
 * transaction. Any other commit leaves the group as it is.
 */
final class CommitReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(CommitReceiver.class);

  private final MessagingContext context;

  CommitReceiver(MessagingContext context) {
    this.context = context;
  }

  /**
   * Runs on the group's lane.
   *
   * @param waiting how many envelopes of the group wait
   * @param before what the store knew of the envelope
   */
  Receipt receive(
      GroupSession session,
      GroupStanding.Live live,
      UnverifiedEnvelope envelope,
      Optional<StoredEnvelope.Status> before,
      int waiting)
      throws StorageException {
    if (before.equals(Optional.of(StoredEnvelope.Status.PROCESSED))) {
      return Receipt.KNOWN;
    }
    if (before.equals(Optional.of(StoredEnvelope.Status.REFUSED))) {
      return Receipt.REFUSED;
    }
    if (!envelope.state().equals(live.tip().id())) {
      return before.isPresent() && !known(live, envelope.state())
          ? Receipt.WAITING
          : offTip(session, live, envelope, waiting);
    }
    Optional<GroupMember> committer = CommitRules.committer(live, envelope);
    if (committer.isEmpty()) {
      return refuse(session, live, envelope, "no administrator of the group signed it");
    }
    if (envelope.epoch() != live.tip().epoch()) {
      return refuse(session, live, envelope, "its state is of another epoch");
    }
    return open(session, live, envelope, committer.get());
  }

  private Receipt offTip(
      GroupSession session, GroupStanding.Live live, UnverifiedEnvelope envelope, int waiting)
      throws StorageException {
    if (known(live, envelope.state())) {
      return refuse(session, live, envelope, "the group went on from its state already");
    }
    Receipt receipt = WaitingRoom.admit(live, envelope, waiting);
    if (receipt == Receipt.WAITING) {
      put(live, envelope, StoredEnvelope.Status.WAITING);
    }
    return receipt;
  }

  private boolean known(GroupStanding.Live live, StateId state) throws StorageException {
    return context
        .storage()
        .read(transaction -> transaction.groupStates().states(live.group()).contains(state));
  }

  private Receipt open(
      GroupSession session,
      GroupStanding.Live live,
      UnverifiedEnvelope envelope,
      GroupMember committer)
      throws StorageException {
    List<RowKey> ratchet = List.of(new RowKey(committer.leaf(), RowKey.Kind.HANDSHAKE));
    try (StateCursor cursor =
        new StateCursor(context.storage(), live.group(), live.tip(), ratchet)) {
      ProcessOutcome outcome =
          context.callOnce(
              engine ->
                  engine.process(cursor, context.signer(), envelope.message(), context.now()));
      if (outcome instanceof ProcessOutcome.Commit commit) {
        return follow(session, live, envelope, committer, commit);
      }
      if (outcome instanceof ProcessOutcome.Refused refused) {
        return refuse(session, live, envelope, refused.rejection());
      }
      return refuse(session, live, envelope, "it holds no commit of its state");
    } catch (EngineException e) {
      LOG.debug("{} has to be offered again: {}", envelope.id(), e.reason());
      return Receipt.RETRY;
    }
  }

  private Receipt follow(
      GroupSession session,
      GroupStanding.Live live,
      UnverifiedEnvelope envelope,
      GroupMember committer,
      ProcessOutcome.Commit commit)
      throws StorageException {
    CommitRules.Verdict verdict =
        CommitRules.judge(live, envelope, committer, commit, context.directory().get());
    if (verdict instanceof CommitRules.Verdict.Follow follow) {
      StateId next = live.tip().id().after(live.group(), envelope.message());
      try (StateTransition transition =
          new StateTransition(
              live, next, follow.state(), follow.members(), follow.profile(), commit.consumed())) {
        context
            .storage()
            .write(
                transaction -> {
                  transition.store(transaction, context);
                  transaction.envelopes().put(envelope.stored(StoredEnvelope.Status.PROCESSED));
                  return true;
                });
      }
      LOG.info("{} is in epoch {}", live.group(), follow.state().summary().epoch());
      return Receipt.COMMITTED;
    }
    if (verdict instanceof CommitRules.Verdict.Leave) {
      context.storage().write(transaction -> leave(transaction, live, envelope));
      LOG.info("This member was removed from {}", live.group());
      return Receipt.COMMITTED;
    }
    commit.state().ifPresent(StateTransition::wipe);
    return refuse(session, live, envelope, ((CommitRules.Verdict.Ignore) verdict).rule());
  }

  /** History stays; every secret of the group goes, and with it what was still to be sent. */
  private boolean leave(
      Transaction transaction, GroupStanding.Live live, UnverifiedEnvelope envelope)
      throws StorageException {
    GroupId group = live.group();
    StateId next = live.tip().id().after(group, envelope.message());
    transaction.groupStates().advance(group, live.head().version(), next);
    for (StateId state : transaction.groupStates().states(group)) {
      transaction.groupStates().deleteState(group, state);
    }
    for (GroupMember member : live.members()) {
      transaction.outbox().forget(group, member.user());
      if (member.user().equals(context.self())) {
        transaction.groupStates().removeMember(group, member.leaf());
      }
    }
    for (AddWish wish : AddWish.of(transaction, group)) {
      wish.drop(transaction, context.names());
    }
    transaction.conversations().setStatus(group, Conversation.Status.EVICTED);
    transaction.conversations().setAdministrator(group, false);
    transaction.envelopes().put(envelope.stored(StoredEnvelope.Status.PROCESSED));
    return true;
  }

  private Receipt refuse(
      GroupSession session,
      GroupStanding.Live live,
      UnverifiedEnvelope envelope,
      Rejection rejection)
      throws StorageException {
    return switch (rejection.code()) {
      case MALFORMED, INVALID, DECRYPTION_FAILED, REPLAYED ->
          refuse(session, live, envelope, rejection.code() + ", " + rejection.rule());
      case TOO_FAR_AHEAD -> Receipt.RETRY;
      case UNSUPPORTED, UNKNOWN_PSK, NOT_FOR_US -> Receipt.REFUSED;
    };
  }

  private Receipt refuse(
      GroupSession session, GroupStanding.Live live, UnverifiedEnvelope envelope, String why)
      throws StorageException {
    LOG.debug("Refused commit {} of {}: {}", envelope.id(), live.group(), why);
    if (session.mayRememberRefusal()) {
      put(live, envelope, StoredEnvelope.Status.REFUSED);
    }
    return Receipt.REFUSED;
  }

  private void put(
      GroupStanding.Live live, UnverifiedEnvelope envelope, StoredEnvelope.Status status)
      throws StorageException {
    context
        .storage()
        .write(
            transaction -> {
              transaction
                  .groupStates()
                  .advance(live.group(), live.head().version(), live.head().tip());
              transaction.envelopes().put(envelope.stored(status));
              return true;
            });
  }
}
