package org.conclave.ui.internal;

import java.awt.EventQueue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.feature.Features;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.migration.Migration;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkException;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StoreEvent;
import org.conclave.ui.internal.work.Services;

/**
 * The application as the window sees it, in memory. Each service keeps the rules of its contract
 * that a window can break: none may be called on the event thread, and the profile opens with its
 * passphrase alone.
 */
final class World {
  static final String PASSPHRASE = "correct horse battery";

  final Services services = new Services();
  final Clock clock;
  private final Random random = new Random(7);
  final Profile profile;
  final OrganisationFake organisation = new OrganisationFake(this);
  final MigrationFake migration = new MigrationFake(this);
  final StorageFake storage = new StorageFake();
  final AdministrationFake administration = new AdministrationFake(this);
  final FeaturesFake features = new FeaturesFake(this);
  final AuditFake audit = new AuditFake(this);
  final Chat messenger = new Chat();
  final Net network = new Net();
  volatile EngineStatus.State engineState = EngineStatus.State.READY;
  volatile NetworkStatus.State networkState = NetworkStatus.State.CONNECTED;
  volatile Optional<OrganisationInfo> info = Optional.empty();
  final List<Member> members = new ArrayList<>();
  volatile Happenings happenings;

  /** While it is not counted down, reading the situation takes long, as on a busy disk. */
  volatile CountDownLatch slowReading = new CountDownLatch(0);

  World(Path directory, Clock clock) {
    this.clock = clock;
    this.profile = new Profile(directory);
    services.bind(ProfileAccess.class, profile);
    services.bind(EngineMonitor.class, this::engine);
  }

  private EngineStatus engine() {
    offEventThread();
    return new EngineStatus(engineState, 4711, 50_000, 0, "0.1.0", "");
  }

  static void offEventThread() {
    if (EventQueue.isDispatchThread()) {
      throw new AssertionError("a service was called on the event thread");
    }
  }

  Bytes bytes(int size) {
    byte[] content = new byte[size];
    random.nextBytes(content);
    return Bytes.wrap(content);
  }

  /** An organisation with these members, the first of whom is this one. */
  void populate(String organisationName, String... names) {
    for (String name : names) {
      boolean self = members.isEmpty();
      members.add(
          new Member(
              new UserId(bytes(32)),
              name,
              self ? Role.ROOT_ADMINISTRATOR : Role.MEMBER,
              "",
              self,
              DeviceState.ACTIVE,
              Optional.of(DeviceId.ofPublicKey(bytes(32))),
              Optional.empty(),
              Optional.empty()));
    }
    info =
        Optional.of(
            new OrganisationInfo(
                new OrganisationId(bytes(32)),
                organisationName,
                members.get(0).user(),
                names[0],
                DeviceId.ofPublicKey(bytes(32)),
                Role.ROOT_ADMINISTRATOR));
    profile.status = ProfileStatus.UNLOCKED;
    services.bind(Organisation.class, organisation);
    services.bind(Administration.class, administration);
    services.bind(Messenger.class, messenger);
    services.bind(Network.class, network);
    services.bind(Features.class, features);
    services.bind(AuditLog.class, audit);
    services.bind(Migration.class, migration);
    services.bind(Storage.class, storage.service());
  }

  /** The profile on disk. */
  final class Profile implements ProfileAccess {
    private final Path directory;
    volatile ProfileStatus status = ProfileStatus.ABSENT;

    Profile(Path directory) {
      this.directory = directory;
    }

    @Override
    public Path directory() {
      return directory;
    }

    @Override
    public ProfileStatus status() {
      offEventThread();
      ProfileStatus seen = status;
      try {
        slowReading.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return seen;
    }

    @Override
    public void create(SecretBytes passphrase) throws ProfileException {
      offEventThread();
      if (status != ProfileStatus.ABSENT) {
        throw new ProfileException(ProfileException.Reason.ALREADY_EXISTS, "There is one already.");
      }
      open();
    }

    @Override
    public void unlock(SecretBytes passphrase) throws ProfileException {
      offEventThread();
      if (!passphrase.equals(SecretBytes.copyOf(Bytes.utf8(PASSPHRASE).toByteArray()))) {
        throw new ProfileException(ProfileException.Reason.WRONG_PASSPHRASE, "Wrong.");
      }
      open();
    }

    private void open() {
      status = ProfileStatus.UNLOCKED;
      services.bind(Organisation.class, organisation);
      services.bind(Migration.class, migration);
      services.bind(Storage.class, storage.service());
      if (info.isPresent()) {
        services.bind(Messenger.class, messenger);
      }
      happenings.profileStatusChanged(status);
    }

    @Override
    public void erase() {
      lock();
      status = ProfileStatus.ABSENT;
    }

    @Override
    public void lock() {
      offEventThread();
      status = ProfileStatus.LOCKED;
      services.unbind(Organisation.class, organisation);
      services.unbind(Messenger.class, messenger);
      services.unbind(Migration.class, migration);
      services.unbind(Storage.class, storage.service());
      happenings.profileStatusChanged(status);
    }
  }

  /** Conversations. */
  final class Chat implements Messenger {
    private final Map<GroupId, Conversation> conversations = new LinkedHashMap<>();
    private final Map<GroupId, List<Message>> histories = new LinkedHashMap<>();
    private final Map<GroupId, List<GroupParticipant>> rosters = new LinkedHashMap<>();
    volatile boolean engineDown;
    volatile AddOutcome addOutcome = AddOutcome.ADDED;

    synchronized GroupId group(String name, int unread, int... memberIndices) {
      GroupId id = new GroupId(bytes(32));
      conversations.put(
          id,
          new Conversation(
              id,
              name,
              Conversation.Status.LIVE,
              true,
              clock.instant(),
              clock.instant().minus(Duration.ofDays(3)),
              unread));
      histories.put(id, new ArrayList<>());
      List<GroupParticipant> roster = new ArrayList<>();
      roster.add(participant(members.get(0), true));
      for (int index : memberIndices) {
        roster.add(participant(members.get(index), false));
      }
      rosters.put(id, roster);
      return id;
    }

    private GroupParticipant participant(Member member, boolean administrator) {
      return new GroupParticipant(
          member.user(), member.name(), member.self(), administrator, false);
    }

    synchronized Message say(GroupId group, int member, Instant at, String text, int received) {
      List<Message> history = histories.get(group);
      boolean own = member == 0;
      Message message =
          new Message(
              group,
              new MessageId(bytes(16)),
              history.isEmpty() ? 1 : history.get(history.size() - 1).sequence() + 1,
              members.get(member).user(),
              own,
              at,
              at,
              text,
              own ? rosters.get(group).size() - 1 : 0,
              own ? received : 0);
      history.add(message);
      Conversation c = conversations.get(group);
      conversations.put(
          group,
          new Conversation(
              group, c.name(), c.status(), c.administrator(), c.createdAt(), at, c.unread()));
      return message;
    }

    synchronized void become(GroupId group, Conversation.Status status) {
      Conversation c = conversations.get(group);
      conversations.put(
          group,
          new Conversation(
              group,
              c.name(),
              status,
              c.administrator(),
              c.createdAt(),
              c.lastActivity(),
              c.unread()));
      happenings.committed(List.of(new StoreEvent.ConversationChanged(group)));
    }

    void receive(GroupId group, int member, String text) {
      Message message = say(group, member, clock.instant(), text, 0);
      happenings.committed(List.of(new StoreEvent.MessageStored(group, message.id(), false)));
    }

    synchronized void acknowledgeAll(GroupId group, MessageId id) {
      histories
          .get(group)
          .replaceAll(
              m ->
                  m.id().equals(id)
                      ? new Message(
                          m.group(),
                          m.id(),
                          m.sequence(),
                          m.author(),
                          true,
                          m.sentAt(),
                          m.committedAt(),
                          m.text(),
                          m.recipients(),
                          m.recipients())
                      : m);
      happenings.committed(List.of(new StoreEvent.DeliveryChanged(group, id)));
    }

    @Override
    public Conversation createGroup(String name) {
      offEventThread();
      return conversations.get(group(name, 0));
    }

    @Override
    public synchronized AddOutcome addMember(GroupId group, UserId user) {
      offEventThread();
      Member member = members.stream().filter(m -> m.user().equals(user)).findFirst().orElseThrow();
      rosters
          .get(group)
          .add(
              new GroupParticipant(
                  user, member.name(), false, false, addOutcome == AddOutcome.WAITING));
      happenings.committed(List.of(new StoreEvent.RosterChanged(group)));
      return addOutcome;
    }

    @Override
    public synchronized void removeMember(GroupId group, UserId user) {
      offEventThread();
      rosters.get(group).removeIf(participant -> participant.user().equals(user));
      happenings.committed(List.of(new StoreEvent.RosterChanged(group)));
    }

    @Override
    public Message send(GroupId group, String text) throws MessengerException {
      offEventThread();
      if (engineDown) {
        throw new MessengerException(MessengerException.Reason.ENGINE, "No engine.");
      }
      Message message = say(group, 0, clock.instant(), text, 0);
      happenings.committed(List.of(new StoreEvent.MessageStored(group, message.id(), true)));
      return message;
    }

    @Override
    public synchronized List<Conversation> conversations() {
      offEventThread();
      return List.copyOf(conversations.values());
    }

    @Override
    public synchronized Optional<Conversation> conversation(GroupId group) {
      offEventThread();
      return Optional.ofNullable(conversations.get(group));
    }

    @Override
    public synchronized Optional<Message> message(GroupId group, MessageId id) {
      offEventThread();
      return histories.get(group).stream().filter(m -> m.id().equals(id)).findFirst();
    }

    @Override
    public synchronized List<Message> history(GroupId group, long before, int limit) {
      offEventThread();
      List<Message> all = histories.get(group);
      int end = (int) Math.max(0, Math.min(all.size(), before - first(all)));
      return List.copyOf(all.subList(Math.max(0, end - limit), end));
    }

    @Override
    public synchronized List<Message> historyAfter(GroupId group, long after, int limit) {
      offEventThread();
      List<Message> all = histories.get(group);
      int from = (int) Math.max(0, Math.min(all.size(), after + 1 - first(all)));
      return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
    }

    private static long first(List<Message> all) {
      return all.isEmpty() ? 1 : all.get(0).sequence();
    }

    /** What the retention of the policy does. */
    synchronized void deleteFirst(GroupId group, int count) {
      histories.get(group).subList(0, count).clear();
      happenings.committed(List.of(new StoreEvent.MessagesDeleted(group)));
    }

    @Override
    public synchronized long messageCount(GroupId group) {
      offEventThread();
      return histories.get(group).size();
    }

    @Override
    public synchronized List<GroupParticipant> participants(GroupId group) {
      offEventThread();
      return List.copyOf(rosters.get(group));
    }

    @Override
    public synchronized void markRead(GroupId group) {
      offEventThread();
      Conversation c = conversations.get(group);
      conversations.put(
          group,
          new Conversation(
              group, c.name(), c.status(), c.administrator(), c.createdAt(), c.lastActivity(), 0));
      happenings.committed(List.of(new StoreEvent.ConversationChanged(group)));
    }

    @Override
    public int undelivered() {
      offEventThread();
      return 0;
    }
  }

  /** The node. */
  final class Net implements Network {
    @Override
    public NetworkStatus status() {
      offEventThread();
      return new NetworkStatus(
          networkState,
          List.of("/ip4/10.1.2.3/tcp/4001"),
          networkState == NetworkStatus.State.CONNECTED ? 4 : 0,
          "");
    }

    @Override
    public List<ConnectedPeer> peers() {
      return List.of();
    }

    @Override
    public CompletionStage<Bytes> request(UserId member, String protocol, Bytes request) {
      return CompletableFuture.failedFuture(
          new NetworkException(NetworkException.Reason.UNREACHABLE, "Nobody is there."));
    }

    @Override
    public void announce(Bytes announcement) {}

    @Override
    public CompletionStage<ConnectedPeer> dial(String multiaddr) {
      return CompletableFuture.failedFuture(
          new NetworkException(NetworkException.Reason.UNREACHABLE, "Nobody is there."));
    }
  }
}
