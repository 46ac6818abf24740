package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.BatchOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Rejection;
import org.conclave.api.engine.RowKey;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens application messages, many of one state in one call of the engine, and commits what came of
 * all of them at once. Until {@link #commit} nothing has happened. Used by one thread.
 */
final class ApplicationBatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationBatch.class);

  /** Of more senders than these the engine asks for the rows that it needs. */
  private static final int LIKELY_SENDERS = 16;

  /** Of fewer messages, a call each takes no longer than a stream of them. */
  static final int MANY = 16;

  private final MessagingContext context;
  private final GroupSession session;
  private final GroupStanding.Live live;

  /** What the store knew of each envelope before. */
  private final Map<EnvelopeId, StoredEnvelope.Status> held;

  private final Map<StateId, Optional<StateCursor>> cursors = new HashMap<>();
  private final List<Opened> opened = new ArrayList<>();

  /** What to write of each envelope. */
  private final Map<EnvelopeId, StoredEnvelope> outcomes = new LinkedHashMap<>();

  private int waiting;

  private record Opened(UserId author, MessageContent content) {}

  ApplicationBatch(
      MessagingContext context,
      GroupSession session,
      GroupStanding.Live live,
      Map<EnvelopeId, StoredEnvelope.Status> held,
      int waiting) {
    this.context = context;
    this.session = session;
    this.live = live;
    this.held = held;
    this.waiting = waiting;
  }

  /** What the sender of each envelope may be told once the batch is committed, in their order. */
  List<Receipt> open(List<UnverifiedEnvelope> envelopes) throws StorageException {
    Map<EnvelopeId, Receipt> receipts = new HashMap<>();
    Map<StateId, Map<EnvelopeId, UnverifiedEnvelope>> due = new LinkedHashMap<>();
    for (UnverifiedEnvelope envelope : envelopes) {
      Optional<Receipt> settled = settled(envelope);
      if (settled.isPresent()) {
        receipts.put(envelope.id(), settled.get());
      } else {
        due.computeIfAbsent(envelope.state(), state -> new LinkedHashMap<>())
            .put(envelope.id(), envelope);
      }
    }
    for (Map.Entry<StateId, Map<EnvelopeId, UnverifiedEnvelope>> entry : due.entrySet()) {
      StateCursor cursor = cursor(entry.getKey()).orElseThrow();
      receipts.putAll(openAll(List.copyOf(entry.getValue().values()), cursor));
    }
    List<Receipt> inOrder = new ArrayList<>();
    Set<EnvelopeId> told = new HashSet<>();
    for (UnverifiedEnvelope envelope : envelopes) {
      Receipt receipt = receipts.get(envelope.id());
      boolean again = !told.add(envelope.id());
      inOrder.add(again && receipt == Receipt.COMMITTED ? Receipt.KNOWN : receipt);
    }
    return inOrder;
  }

  /** What is to be said of it without opening it; empty if its state is here and it is new. */
  private Optional<Receipt> settled(UnverifiedEnvelope envelope) throws StorageException {
    StoredEnvelope now = outcomes.get(envelope.id());
    StoredEnvelope.Status known = now == null ? held.get(envelope.id()) : now.status();
    if (known == StoredEnvelope.Status.PROCESSED) {
      return Optional.of(Receipt.KNOWN);
    }
    if (known == StoredEnvelope.Status.REFUSED) {
      return Optional.of(Receipt.REFUSED);
    }
    Optional<StateCursor> cursor = cursor(envelope.state());
    if (cursor.isEmpty()) {
      return Optional.of(
          known == StoredEnvelope.Status.WAITING ? Receipt.WAITING : await(envelope));
    }
    return cursor.get().snapshot().epoch() == envelope.epoch()
        ? Optional.empty()
        : Optional.of(refuse(envelope, "its state is of another epoch"));
  }

  /** In one call of the engine where there are many and nothing speaks against it. */
  private Map<EnvelopeId, Receipt> openAll(List<UnverifiedEnvelope> envelopes, StateCursor cursor)
      throws StorageException {
    List<ProcessOutcome> processed =
        envelopes.size() < MANY ? List.of() : process(envelopes, cursor);
    Map<EnvelopeId, Receipt> receipts = new HashMap<>();
    for (int i = 0; i < envelopes.size(); i++) {
      UnverifiedEnvelope envelope = envelopes.get(i);
      receipts.put(
          envelope.id(),
          processed.isEmpty() ? open(envelope, cursor) : judge(envelope, cursor, processed.get(i)));
    }
    return receipts;
  }

  /**
   * Opens them together.
   *
   * @return empty, with nothing changed, where they have to be opened one by one: one of them that
   *     the engine fails on, or that is no application message, keeps none of the others waiting
   */
  private List<ProcessOutcome> process(List<UnverifiedEnvelope> envelopes, StateCursor cursor)
      throws StorageException {
    List<Bytes> messages = envelopes.stream().map(UnverifiedEnvelope::message).toList();
    BatchOutcome batch;
    try {
      batch =
          context.callOnce(
              engine -> engine.processAll(cursor, context.signer(), messages, context.now()));
    } catch (EngineException e) {
      LOG.debug("{} messages are opened one by one: {}", messages.size(), e.reason());
      return List.of();
    }
    if (batch.outcomes().size() != messages.size()
        || !batch.outcomes().stream().allMatch(ApplicationBatch::mayBeBatched)) {
      batch.consumed().put().forEach(row -> row.data().close());
      return List.of();
    }
    cursor.advance(batch.consumed());
    return batch.outcomes();
  }

  private static boolean mayBeBatched(ProcessOutcome outcome) {
    return outcome instanceof ProcessOutcome.Application
        || outcome instanceof ProcessOutcome.Refused;
  }

  private Receipt open(UnverifiedEnvelope envelope, StateCursor cursor) throws StorageException {
    try {
      return judge(
          envelope,
          cursor,
          context.callOnce(
              engine ->
                  engine.process(cursor, context.signer(), envelope.message(), context.now())));
    } catch (EngineException e) {
      LOG.debug("{} has to be offered again: {}", envelope.id(), e.reason());
      return Receipt.RETRY;
    }
  }

  private Receipt judge(UnverifiedEnvelope envelope, StateCursor cursor, ProcessOutcome outcome) {
    if (outcome instanceof ProcessOutcome.Application message) {
      return deliver(envelope, cursor, message);
    }
    if (outcome instanceof ProcessOutcome.Refused refused) {
      return refuse(envelope, refused.rejection());
    }
    // What it holds may come in its own envelope too: the rows stay as they are.
    return refuse(envelope, "it holds no application message of its state");
  }

  private Receipt deliver(
      UnverifiedEnvelope envelope, StateCursor cursor, ProcessOutcome.Application message) {
    // Authenticated: whatever we make of it, its key is spent.
    cursor.advance(message.consumed());
    Optional<UserId> author = author(envelope, message);
    if (author.isEmpty()) {
      return refuse(envelope, "its author is not in the group");
    }
    if (!message.authenticatedData().equals(envelope.authenticatedData())) {
      return refuse(envelope, "it was made for another envelope");
    }
    Optional<MessageContent> content = MessageContent.decode(message.content());
    if (content.isEmpty()) {
      return refuse(envelope, "its content breaks a bound");
    }
    opened.add(new Opened(author.get(), content.get()));
    outcomes.put(envelope.id(), envelope.stored(StoredEnvelope.Status.PROCESSED));
    return Receipt.COMMITTED;
  }

  /**
   * A member of the tip. Who has left is not heard any more, also under states of before: nobody
   * can tell when that was written (protocol 7).
   */
  private Optional<UserId> author(UnverifiedEnvelope envelope, ProcessOutcome.Application message) {
    Optional<UserId> author =
        Credential.parse(message.senderCredential())
            .map(Credential::user)
            .filter(user -> !user.equals(context.self()));
    Optional<GroupMember> member = author.flatMap(live::member);
    boolean atItsLeaf =
        !envelope.state().equals(live.tip().id())
            || member.filter(leaf -> leaf.leaf() == message.senderLeaf()).isPresent();
    return member.isPresent() && atItsLeaf ? author : Optional.empty();
  }

  private Receipt await(UnverifiedEnvelope envelope) {
    Receipt receipt = WaitingRoom.admit(live, envelope, waiting);
    if (receipt == Receipt.WAITING) {
      waiting++;
      outcomes.put(envelope.id(), envelope.stored(StoredEnvelope.Status.WAITING));
    }
    return receipt;
  }

  private Receipt refuse(UnverifiedEnvelope envelope, Rejection rejection) {
    return switch (rejection.code()) {
      case MALFORMED, INVALID, DECRYPTION_FAILED, REPLAYED ->
          refuse(envelope, rejection.code() + ", " + rejection.rule());
      // The ratchet may have come closer when it is offered again.
      case TOO_FAR_AHEAD -> Receipt.RETRY;
      // A later version may understand it.
      case UNSUPPORTED, UNKNOWN_PSK, NOT_FOR_US -> Receipt.REFUSED;
    };
  }

  private Receipt refuse(UnverifiedEnvelope envelope, String why) {
    LOG.debug("Refused {} of {}: {}", envelope.id(), live.group(), why);
    if (session.mayRememberRefusal()) {
      outcomes.put(envelope.id(), envelope.stored(StoredEnvelope.Status.REFUSED));
    }
    return Receipt.REFUSED;
  }

  private Optional<StateCursor> cursor(StateId state) throws StorageException {
    Optional<StateCursor> known = cursors.get(state);
    if (known == null) {
      known = snapshot(state).map(this::cursor);
      cursors.put(state, known);
    }
    return known;
  }

  private Optional<StateSnapshot> snapshot(StateId state) throws StorageException {
    return state.equals(live.tip().id())
        ? Optional.of(live.tip())
        : context
            .storage()
            .read(transaction -> transaction.groupStates().snapshot(live.group(), state));
  }

  private StateCursor cursor(StateSnapshot snapshot) {
    List<RowKey> ratchets =
        live.members().size() > LIKELY_SENDERS
            ? List.of()
            : live.members().stream()
                .filter(member -> member.leaf() != snapshot.ownLeaf())
                .map(member -> new RowKey(member.leaf(), RowKey.Kind.APPLICATION))
                .toList();
    return new StateCursor(context.storage(), live.group(), snapshot, ratchets);
  }

  /** One transaction, or none where there is nothing to write. */
  void commit() throws StorageException {
    if (!outcomes.isEmpty() || cursors.values().stream().anyMatch(ApplicationBatch::changed)) {
      context.storage().write(this::store);
    }
  }

  private static boolean changed(Optional<StateCursor> cursor) {
    return cursor.isPresent() && !cursor.get().unchanged();
  }

  private boolean store(Transaction transaction) throws StorageException {
    GroupId group = live.group();
    // Compared even where no row changed: what was judged by this roster holds for it only.
    transaction.groupStates().advance(group, live.head().version(), live.head().tip());
    for (Map.Entry<StateId, Optional<StateCursor>> entry : cursors.entrySet()) {
      if (changed(entry.getValue())) {
        transaction
            .groupStates()
            .change(group, entry.getKey(), entry.getValue().orElseThrow().consumed());
      }
    }
    for (Opened message : opened) {
      MessageContent content = message.content();
      transaction
          .messages()
          .add(group, content.id(), message.author(), false, content.sentAt(), content.text(), 0);
    }
    for (StoredEnvelope outcome : outcomes.values()) {
      transaction.envelopes().put(outcome);
    }
    return true;
  }

  @Override
  public void close() {
    cursors.values().forEach(cursor -> cursor.ifPresent(StateCursor::close));
    live.tip().secrets().close();
  }
}
