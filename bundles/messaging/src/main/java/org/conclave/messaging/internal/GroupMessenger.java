package org.conclave.messaging.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.NewState;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.organisation.Member;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/** What people do with conversations. Thread-safe. */
final class GroupMessenger implements Messenger {
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  /** A founder's leaf has no key package to renew, and joiners check it as long as it stays. */
  private static final Duration FOUNDER_LIFETIME = Duration.ofDays(3_650);

  private final MessagingContext context;
  private final GroupSessions sessions;
  private final Adding adding;
  private final Committing committing;
  private final SecureRandom random = new SecureRandom();

  GroupMessenger(
      MessagingContext context, GroupSessions sessions, Adding adding, Committing committing) {
    this.context = context;
    this.sessions = sessions;
    this.adding = adding;
    this.committing = committing;
  }

  @Override
  public Conversation createGroup(String name) throws MessengerException {
    if (!Names.valid(name)) {
      throw Complaint.invalidName();
    }
    GroupId group = new GroupId(random(GroupId.SIZE));
    Instant now = Instant.ofEpochSecond(context.now().getEpochSecond());
    VerifiedProfile profile =
        new VerifiedProfile(name, Set.of(context.self()), now, context.organisation());
    Lifetime lifetime = new Lifetime(now.minus(CLOCK_SKEW), now.plus(FOUNDER_LIFETIME));
    try {
      NewState state =
          context.callPatiently(
              engine ->
                  engine.createGroup(
                      group, context.signer(), lifetime, List.of(profile.extension())));
      Conversation conversation =
          context.storage().write(transaction -> store(transaction, group, profile, state));
      StateTransition.wipe(state);
      sessions.open(group);
      return conversation;
    } catch (EngineException e) {
      throw Complaint.engine(e);
    } catch (StorageException e) {
      throw Complaint.storage(e);
    }
  }

  private Conversation store(
      Transaction transaction, GroupId group, VerifiedProfile profile, NewState state)
      throws StorageException {
    List<GroupMember> members =
        Roster.after(List.of(), state.summary().changes())
            .orElseThrow(() -> new IllegalStateException("a new group with an unsound roster"));
    transaction.conversations().create(group, profile.name(), true, context.now());
    ProfileRecords.put(transaction, context.names(), group, profile);
    transaction
        .groupStates()
        .create(
            group,
            StateTransition.snapshot(
                state, StateId.initial(group), Optional.empty(), context.now()),
            state.rows(),
            state.tree().orElseThrow(),
            members);
    return found(transaction.conversations().find(group));
  }

  private static Conversation found(Optional<Conversation> conversation) {
    return conversation.orElseThrow(
        () -> new IllegalStateException("a conversation was stored and is not there"));
  }

  private Bytes random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  @Override
  public AddOutcome addMember(GroupId group, UserId user) throws MessengerException {
    return adding.add(group, user);
  }

  @Override
  public void removeMember(GroupId group, UserId user) throws MessengerException {
    if (user.equals(context.self())) {
      throw Complaint.selfRemoval();
    }
    session(group)
        .inTurn(
            () -> {
              if (member(group, user) || !dropWish(new AddWish(group, user))) {
                committing.remove(group, user);
              }
              return true;
            });
  }

  private boolean member(GroupId group, UserId user) throws MessengerException {
    return read(transaction -> transaction.groupStates().members(group)).stream()
        .anyMatch(member -> member.user().equals(user));
  }

  /** Whether it was there: who is only waited for is in no group yet. */
  private boolean dropWish(AddWish wish) throws MessengerException {
    try {
      return context
          .storage()
          .write(
              transaction -> {
                boolean kept = wish.kept(transaction, context.names());
                if (kept) {
                  wish.drop(transaction, context.names());
                }
                return kept;
              });
    } catch (StorageException e) {
      throw Complaint.storage(e);
    }
  }

  @Override
  public Message send(GroupId group, String text) throws MessengerException {
    Instant sentAt = context.now().truncatedTo(ChronoUnit.MICROS);
    if (!MessageContent.validText(text)) {
      throw Complaint.invalidText();
    }
    MessageContent content =
        new MessageContent(new MessageId(random(MessageId.SIZE)), sentAt, text);
    OutgoingMessage message =
        new OutgoingMessage(content, System.nanoTime() + EngineGate.PATIENT.toNanos());
    GroupSession session = session(group);
    if (!session.send(message)) {
      throw context.engine().closed() ? Complaint.closed() : Complaint.busy();
    }
    return GroupSession.await(message.stage());
  }

  private GroupSession session(GroupId group) throws MessengerException {
    Optional<GroupSession> session = sessions.find(group);
    if (session.isPresent()) {
      return session.get();
    }
    // A group that was just joined is in the store, and seen, a moment before its session is open.
    if (conversation(group).isEmpty()) {
      throw Complaint.noSuchConversation();
    }
    return sessions.open(group);
  }

  @Override
  public List<Conversation> conversations() throws MessengerException {
    return read(transaction -> transaction.conversations().all());
  }

  @Override
  public Optional<Conversation> conversation(GroupId group) throws MessengerException {
    return read(transaction -> transaction.conversations().find(group));
  }

  @Override
  public Optional<Message> message(GroupId group, MessageId id) throws MessengerException {
    return read(transaction -> transaction.messages().find(group, id));
  }

  @Override
  public List<Message> history(GroupId group, long before, int limit) throws MessengerException {
    return read(transaction -> transaction.messages().before(group, before, limit));
  }

  @Override
  public List<Message> historyAfter(GroupId group, long after, int limit)
      throws MessengerException {
    return read(transaction -> transaction.messages().after(group, after, limit));
  }

  @Override
  public long messageCount(GroupId group) throws MessengerException {
    return read(transaction -> transaction.messages().count(group));
  }

  @Override
  public List<GroupParticipant> participants(GroupId group) throws MessengerException {
    session(group);
    Set<UserId> administrators =
        read(transaction -> ProfileRecords.find(transaction, context.names(), group))
            .map(VerifiedProfile::administrators)
            .orElse(Set.of());
    List<GroupParticipant> participants = new ArrayList<>();
    for (GroupMember member : read(transaction -> transaction.groupStates().members(group))) {
      participants.add(participant(member.user(), administrators.contains(member.user()), false));
    }
    Set<UserId> present =
        participants.stream().map(GroupParticipant::user).collect(Collectors.toSet());
    for (AddWish wish : read(transaction -> AddWish.of(transaction, group))) {
      if (!present.contains(wish.user())) {
        participants.add(participant(wish.user(), false, true));
      }
    }
    participants.sort(
        Comparator.comparing(GroupParticipant::waiting)
            .thenComparing(GroupParticipant::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(participant -> participant.user().value()));
    return List.copyOf(participants);
  }

  private GroupParticipant participant(UserId user, boolean administrator, boolean waiting) {
    String name =
        context
            .directory()
            .get()
            .flatMap(organisation -> organisation.member(user))
            .map(Member::name)
            .orElseGet(() -> "Member " + user.toHex().substring(0, 8));
    return new GroupParticipant(user, name, user.equals(context.self()), administrator, waiting);
  }

  @Override
  public void markRead(GroupId group) throws MessengerException {
    session(group);
    try {
      context
          .storage()
          .write(
              transaction -> {
                transaction.conversations().markRead(group);
                return true;
              });
    } catch (StorageException e) {
      throw Complaint.storage(e);
    }
  }

  @Override
  public int undelivered() throws MessengerException {
    return read(transaction -> transaction.outbox().size());
  }

  private <T> T read(Storage.Work<T, StorageException> work) throws MessengerException {
    try {
      return context.storage().read(work);
    } catch (StorageException e) {
      throw Complaint.storage(e);
    }
  }
}
