package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.RowKey;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.conclave.proto.wire.v1.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts and commits own messages, a batch at a time: each takes the next generation of the
 * ratchet, and one transaction commits rows, history, ciphertext and outbox of them all. Ciphertext
 * whose transaction failed is thrown away and never leaves this device, so its generation may be
 * used again.
 */
final class Sending {
  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

  private final MessagingContext context;

  Sending(MessagingContext context) {
    this.context = context;
  }

  /** Runs on the group's lane. Every stage of {@code batch} is complete afterwards. */
  void send(GroupSession session, List<OutgoingMessage> batch) {
    try {
      for (int attempt = 1; attempt <= MessagingContext.ATTEMPTS; attempt++) {
        try {
          attempt(session.group(), batch);
          return;
        } catch (StorageException e) {
          if (e.reason() != StorageException.Reason.STALE_STATE) {
            throw Complaint.storage(e);
          }
          LOG.debug("{} was advanced by somebody else; encrypting again", session.group());
        }
      }
      throw Complaint.contended();
    } catch (MessengerException | RuntimeException e) {
      batch.forEach(message -> message.stage().completeExceptionally(e));
    }
  }

  private void attempt(GroupId group, List<OutgoingMessage> batch)
      throws StorageException, MessengerException {
    GroupStanding standing =
        context
            .storage()
            .read(transaction -> GroupStanding.load(transaction, context.names(), group));
    GroupStanding.Live live = live(standing);
    List<RowKey> ownRatchet = List.of(new RowKey(live.tip().ownLeaf(), RowKey.Kind.APPLICATION));
    try (StateCursor cursor = new StateCursor(context.storage(), group, live.tip(), ownRatchet)) {
      Map<OutgoingMessage, UnverifiedEnvelope> sealed = new LinkedHashMap<>();
      for (OutgoingMessage message : batch) {
        encrypt(live, cursor, message).ifPresent(envelope -> sealed.put(message, envelope));
      }
      if (!sealed.isEmpty()) {
        commit(live, cursor, sealed);
      }
    }
  }

  static GroupStanding.Live live(GroupStanding standing) throws MessengerException {
    if (standing instanceof GroupStanding.Live live) {
      return live;
    }
    throw standing instanceof GroupStanding.Evicted
        ? Complaint.evicted()
        : Complaint.noSuchConversation();
  }

  /** Empty where it failed; the message's stage then says why. */
  private Optional<UnverifiedEnvelope> encrypt(
      GroupStanding.Live live, StateCursor cursor, OutgoingMessage message)
      throws StorageException {
    if (message.stage().isDone()) {
      return Optional.empty();
    }
    GroupId group = live.group();
    StateId state = live.tip().id();
    try {
      EncryptOutcome outcome =
          context.callUntil(
              message.deadline(),
              engine ->
                  engine.encrypt(
                      cursor,
                      context.signer(),
                      message.content().encode(),
                      EnvelopeBinding.authenticatedData(group, state, Envelope.Class.APPLICATION)));
      if (outcome instanceof EncryptOutcome.Encrypted encrypted) {
        cursor.advance(encrypted.consumed());
        return Optional.of(
            UnverifiedEnvelope.application(group, state, live.tip().epoch(), encrypted.message()));
      }
      EncryptOutcome.Refused refused = (EncryptOutcome.Refused) outcome;
      message.stage().completeExceptionally(Complaint.refused(refused.rejection()));
    } catch (EngineException e) {
      message.stage().completeExceptionally(Complaint.engine(e));
    }
    return Optional.empty();
  }

  private void commit(
      GroupStanding.Live live, StateCursor cursor, Map<OutgoingMessage, UnverifiedEnvelope> sealed)
      throws StorageException {
    List<Message> stored =
        context
            .storage()
            .write(
                transaction -> {
                  GroupId group = live.group();
                  transaction.groupStates().change(group, live.tip().id(), cursor.consumed());
                  transaction
                      .groupStates()
                      .advance(group, live.head().version(), live.head().tip());
                  List<Message> messages = new ArrayList<>();
                  for (Map.Entry<OutgoingMessage, UnverifiedEnvelope> entry : sealed.entrySet()) {
                    messages.add(
                        store(transaction, live, entry.getKey().content(), entry.getValue()));
                  }
                  return messages;
                });
    int index = 0;
    for (OutgoingMessage message : sealed.keySet()) {
      message.stage().complete(stored.get(index++));
    }
  }

  private Message store(
      Transaction transaction,
      GroupStanding.Live live,
      MessageContent content,
      UnverifiedEnvelope envelope)
      throws StorageException {
    GroupId group = live.group();
    Set<UserId> others = live.others(context.self());
    transaction
        .messages()
        .add(
            group,
            content.id(),
            context.self(),
            true,
            content.sentAt(),
            content.text(),
            others.size());
    transaction.envelopes().put(envelope.stored(StoredEnvelope.Status.PROCESSED));
    if (!others.isEmpty()) {
      OutboxRow.Item item =
          new OutboxRow.Item.ToGroup(group, envelope.id(), Optional.of(content.id()));
      transaction.outbox().add(item, others, context.deliveryEnd());
    }
    return transaction
        .messages()
        .find(group, content.id())
        .orElseThrow(() -> new IllegalStateException("a message was stored and is not there"));
  }
}
