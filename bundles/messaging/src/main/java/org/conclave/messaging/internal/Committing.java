package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.RowKey;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.conclave.proto.wire.v1.Envelope;
import org.conclave.proto.wire.v1.WelcomeDelivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Own commits. State before and after, roster, ciphertext, Welcome and outbox are one transaction:
 * the commit either happened and will be delivered, or it did not happen.
 */
final class Committing {
  private static final Logger LOG = LoggerFactory.getLogger(Committing.class);

  private final MessagingContext context;

  Committing(MessagingContext context) {
    this.context = context;
  }

  /** A change of who is in the group. */
  private sealed interface Change {
    UserId user();

    record Add(UserId user, Bytes keyPackage) implements Change {}

    record Remove(UserId user) implements Change {}
  }

  /** Adds {@code user} by a key package that was inspected. Runs on the group's lane. */
  void add(GroupId group, UserId user, Bytes keyPackage) throws MessengerException {
    commit(group, new Change.Add(user, keyPackage));
  }

  /** Removes {@code user}. Runs on the group's lane. */
  void remove(GroupId group, UserId user) throws MessengerException {
    commit(group, new Change.Remove(user));
  }

  private void commit(GroupId group, Change change) throws MessengerException {
    try {
      for (int attempt = 1; attempt <= MessagingContext.ATTEMPTS; attempt++) {
        try {
          attempt(group, change);
          return;
        } catch (StorageException e) {
          if (e.reason() != StorageException.Reason.STALE_STATE) {
            throw e;
          }
        }
      }
      throw Complaint.contended();
    } catch (StorageException e) {
      throw Complaint.storage(e);
    } catch (EngineException e) {
      throw Complaint.engine(e);
    }
  }

  private void attempt(GroupId group, Change change)
      throws StorageException, EngineException, MessengerException {
    GroupStanding.Live live =
        Sending.live(
            context
                .storage()
                .read(transaction -> GroupStanding.load(transaction, context.names(), group)));
    List<RowKey> ratchet = List.of(new RowKey(live.tip().ownLeaf(), RowKey.Kind.HANDSHAKE));
    try (StateCursor cursor = new StateCursor(context.storage(), group, live.tip(), ratchet)) {
      if (!live.profile().administrators().contains(context.self())) {
        throw Complaint.notAdministrator();
      }
      CommitProposals proposals = proposals(live, change);
      Envelope.Class kind =
          change instanceof Change.Remove
              ? Envelope.Class.COMMIT_REMOVAL
              : Envelope.Class.COMMIT_ADMINISTRATOR;
      CommitOutcome outcome =
          context.callPatiently(
              engine ->
                  engine.commit(
                      cursor,
                      context.signer(),
                      proposals,
                      EnvelopeBinding.authenticatedData(group, live.tip().id(), kind),
                      context.now()));
      if (outcome instanceof CommitOutcome.Refused refused) {
        throw Complaint.refused(refused.rejection());
      }
      store(live, change, kind, (CommitOutcome.Created) outcome);
    }
  }

  private CommitProposals proposals(GroupStanding.Live live, Change change)
      throws MessengerException {
    Optional<GroupMember> present = live.member(change.user());
    if (change instanceof Change.Add add) {
      if (present.isPresent()) {
        throw Complaint.alreadyInGroup();
      }
      return CommitProposals.adding(List.of(add.keyPackage()));
    }
    return CommitProposals.removing(List.of(present.orElseThrow(Complaint::noSuchMember).leaf()));
  }

  private void store(
      GroupStanding.Live live, Change change, Envelope.Class kind, CommitOutcome.Created created)
      throws StorageException {
    GroupId group = live.group();
    StateId next = live.tip().id().after(group, created.commit());
    UnverifiedEnvelope envelope =
        UnverifiedEnvelope.commit(
            group,
            live.tip().id(),
            live.tip().epoch(),
            kind,
            created.commit(),
            context.self(),
            context.signer());
    List<GroupMember> members =
        Roster.after(live.members(), created.state().summary().changes())
            .orElseThrow(() -> new IllegalStateException("own commit with an unsound roster"));
    try (StateTransition transition =
        new StateTransition(
            live, next, created.state(), members, live.profile(), created.consumed())) {
      context
          .storage()
          .write(
              transaction -> {
                for (Bytes missed : missed(transaction, live, change)) {
                  queue(transaction, change.user(), Protocols.REMOVAL, missed);
                }
                transition.store(transaction, context);
                transaction.envelopes().put(envelope.stored(StoredEnvelope.Status.PROCESSED));
                queue(transaction, live, change, envelope);
                if (created.welcome().isPresent()) {
                  Bytes welcome = delivery(group, next, created.welcome().get());
                  queue(transaction, change.user(), Protocols.WELCOME, welcome);
                }
                new AddWish(group, change.user()).drop(transaction, context.names());
                return true;
              });
    }
    LOG.info("Committed {} in {}: epoch {}", kind, group, created.state().summary().epoch());
  }

  /**
   * Commits that lead to a removal and that the removed member has not acknowledged: nobody else
   * will serve it them any more, and without them it cannot tell that it was removed.
   */
  private static List<Bytes> missed(Transaction transaction, GroupStanding.Live live, Change change)
      throws StorageException {
    List<Bytes> missed = new ArrayList<>();
    if (change instanceof Change.Remove) {
      for (OutboxRow row : transaction.outbox().openFor(change.user())) {
        if (row.item() instanceof OutboxRow.Item.ToGroup item
            && item.group().equals(live.group())
            && item.message().isEmpty()) {
          transaction
              .envelopes()
              .find(live.group(), item.envelope())
              .ifPresent(envelope -> missed.add(envelope.bytes()));
        }
      }
    }
    return missed;
  }

  /** The commit is for everybody who was in the group before it. */
  private void queue(
      Transaction transaction, GroupStanding.Live live, Change change, UnverifiedEnvelope envelope)
      throws StorageException {
    Set<UserId> remaining = new HashSet<>(live.others(context.self()));
    if (remaining.remove(change.user())) {
      queue(transaction, change.user(), Protocols.REMOVAL, envelope.bytes());
    }
    if (!remaining.isEmpty()) {
      transaction
          .outbox()
          .add(
              new OutboxRow.Item.ToGroup(live.group(), envelope.id(), Optional.empty()),
              remaining,
              context.deliveryEnd());
    }
  }

  private void queue(Transaction transaction, UserId user, String protocol, Bytes payload)
      throws StorageException {
    transaction
        .outbox()
        .add(
            new OutboxRow.Item.ToMember(user, protocol, payload),
            Set.of(user),
            context.deliveryEnd());
  }

  private static Bytes delivery(GroupId group, StateId state, Bytes welcome) {
    return Bytes.wrap(
        WelcomeDelivery.newBuilder()
            .setGroupId(ProtoBytes.of(group.value()))
            .setStateId(ProtoBytes.of(state.value()))
            .setWelcome(ProtoBytes.of(welcome))
            .build()
            .toByteArray());
  }
}
