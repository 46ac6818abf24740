package org.conclave.messaging.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.AuditStore;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.ConversationStore;
import org.conclave.api.storage.EnvelopeStore;
import org.conclave.api.storage.EpochHoldings;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.KeyPackageStore;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.LedgerStore;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.OutboxStore;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;

/** One unit of work on a copy of the profile. Every change counts as a step that may fail. */
final class InMemoryTransaction implements Transaction {
  /** May fail a change. */
  @FunctionalInterface
  interface Step {
    void take() throws StorageException;
  }

  private final ProfileData data;
  private final Clock clock;
  private final Step step;
  private final List<StoreEvent> events = new ArrayList<>();

  InMemoryTransaction(ProfileData data, Clock clock, Step step) {
    this.data = data;
    this.clock = clock;
    this.step = step;
  }

  ProfileData data() {
    return data;
  }

  List<StoreEvent> events() {
    return events;
  }

  @Override
  public void publish(StoreEvent event) {
    events.add(event);
  }

  @Override
  public LedgerStore ledger() {
    throw new AssertionError("messaging has no business in the ledger");
  }

  @Override
  public KeyValueStore keyValues() {
    return new Values();
  }

  @Override
  public ConversationStore conversations() {
    return new Conversations();
  }

  @Override
  public MessageStore messages() {
    return new Messages();
  }

  @Override
  public GroupStateStore groupStates() {
    return new States();
  }

  @Override
  public EnvelopeStore envelopes() {
    return new Envelopes();
  }

  @Override
  public OutboxStore outbox() {
    return new Outbox();
  }

  @Override
  public AuditStore audit() {
    throw new UnsupportedOperationException("messaging records nothing in the audit log");
  }

  @Override
  public KeyPackageStore keyPackages() {
    return new KeyPackages();
  }

  private final class Values implements KeyValueStore {
    private String name(String namespace, String key) {
      return namespace + "\0" + key;
    }

    @Override
    public Optional<SecretBytes> get(String namespace, String key) {
      return Optional.ofNullable(data.keyValues.get(name(namespace, key))).map(ProfileData::secret);
    }

    @Override
    public Map<String, SecretBytes> all(String namespace) {
      Map<String, SecretBytes> found = new LinkedHashMap<>();
      data.keyValues.forEach(
          (name, value) -> {
            if (name.startsWith(namespace + "\0")) {
              found.put(name.substring(namespace.length() + 1), ProfileData.secret(value));
            }
          });
      return found;
    }

    @Override
    public void put(String namespace, String key, SecretBytes value) throws StorageException {
      step.take();
      data.keyValues.put(name(namespace, key), ProfileData.plain(value));
    }

    @Override
    public void delete(String namespace, String key) throws StorageException {
      step.take();
      data.keyValues.remove(name(namespace, key));
    }
  }

  private final class Conversations implements ConversationStore {
    @Override
    public void create(GroupId group, String name, boolean administrator, Instant createdAt)
        throws StorageException {
      step.take();
      if (data.conversations.containsKey(group)) {
        throw new IllegalStateException("the conversation is there already");
      }
      data.conversations.put(
          group,
          new Conversation(
              group, name, Conversation.Status.LIVE, administrator, createdAt, clock.instant(), 0));
      publish(new StoreEvent.ConversationChanged(group));
    }

    @Override
    public void expect(GroupId group, String name, Instant createdAt) throws StorageException {
      step.take();
      data.conversations.put(
          group,
          new Conversation(
              group, name, Conversation.Status.REJOINING, false, createdAt, clock.instant(), 0));
      publish(new StoreEvent.ConversationChanged(group));
    }

    @Override
    public Optional<Conversation> find(GroupId group) {
      return Optional.ofNullable(data.conversations.get(group));
    }

    @Override
    public List<Conversation> all() {
      return data.conversations.values().stream()
          .sorted(Comparator.comparing(Conversation::lastActivity).reversed())
          .toList();
    }

    private void change(
        GroupId group, String name, boolean administrator, Conversation.Status status, int unread)
        throws StorageException {
      step.take();
      Conversation old = data.conversations.get(group);
      data.conversations.put(
          group,
          new Conversation(
              group, name, status, administrator, old.createdAt(), clock.instant(), unread));
      publish(new StoreEvent.ConversationChanged(group));
    }

    @Override
    public void rename(GroupId group, String name) throws StorageException {
      Conversation old = data.conversations.get(group);
      change(group, name, old.administrator(), old.status(), old.unread());
    }

    @Override
    public void setAdministrator(GroupId group, boolean administrator) throws StorageException {
      Conversation old = data.conversations.get(group);
      change(group, old.name(), administrator, old.status(), old.unread());
    }

    @Override
    public void setStatus(GroupId group, Conversation.Status status) throws StorageException {
      Conversation old = data.conversations.get(group);
      change(group, old.name(), old.administrator(), status, old.unread());
    }

    @Override
    public void markRead(GroupId group) throws StorageException {
      Conversation old = data.conversations.get(group);
      change(group, old.name(), old.administrator(), old.status(), 0);
    }

    void received(GroupId group) throws StorageException {
      Conversation old = data.conversations.get(group);
      change(group, old.name(), old.administrator(), old.status(), old.unread() + 1);
    }
  }

  private final class Messages implements MessageStore {
    private List<Message> of(GroupId group) {
      return data.messages.computeIfAbsent(group, none -> new ArrayList<>());
    }

    @Override
    public boolean add(
        GroupId group,
        MessageId id,
        UserId author,
        boolean own,
        Instant sentAt,
        String text,
        int recipients)
        throws StorageException {
      step.take();
      List<Message> history = of(group);
      if (history.stream().anyMatch(m -> m.id().equals(id) && m.author().equals(author))) {
        return false;
      }
      history.add(
          new Message(
              group,
              id,
              history.size() + 1,
              author,
              own,
              sentAt,
              clock.instant(),
              text,
              recipients,
              0));
      if (!own) {
        new Conversations().received(group);
      }
      publish(new StoreEvent.MessageStored(group, id, own));
      return true;
    }

    @Override
    public boolean restore(
        GroupId group,
        MessageId id,
        UserId author,
        boolean own,
        Instant sentAt,
        Instant committedAt,
        String text) {
      throw new UnsupportedOperationException("migration restores messages");
    }

    @Override
    public int deleteBefore(Instant before) throws StorageException {
      step.take();
      int deleted = 0;
      for (Map.Entry<GroupId, List<Message>> history : data.messages.entrySet()) {
        int size = history.getValue().size();
        history.getValue().removeIf(message -> message.committedAt().isBefore(before));
        if (history.getValue().size() < size) {
          deleted += size - history.getValue().size();
          publish(new StoreEvent.MessagesDeleted(history.getKey()));
        }
      }
      return deleted;
    }

    @Override
    public Optional<Message> find(GroupId group, MessageId id) {
      return of(group).stream().filter(message -> message.id().equals(id)).findFirst();
    }

    @Override
    public List<Message> before(GroupId group, long before, int limit) {
      List<Message> found =
          of(group).stream().filter(message -> message.sequence() < before).toList();
      return found.subList(Math.max(0, found.size() - limit), found.size());
    }

    @Override
    public List<Message> after(GroupId group, long after, int limit) {
      return of(group).stream().filter(message -> message.sequence() > after).limit(limit).toList();
    }

    @Override
    public long count(GroupId group) {
      return of(group).size();
    }

    @Override
    public void recordReceived(GroupId group, MessageId id) throws StorageException {
      step.take();
      of(group)
          .replaceAll(
              m ->
                  m.id().equals(id)
                      ? new Message(
                          group,
                          id,
                          m.sequence(),
                          m.author(),
                          m.own(),
                          m.sentAt(),
                          m.committedAt(),
                          m.text(),
                          m.recipients(),
                          m.received() + 1)
                      : m);
      publish(new StoreEvent.DeliveryChanged(group, id));
    }
  }

  private final class States implements GroupStateStore {
    private Map<StateId, StateSnapshot> of(GroupId group) {
      return data.states.computeIfAbsent(group, none -> new LinkedHashMap<>());
    }

    private TreeMap<Integer, GroupMember> roster(GroupId group) {
      return data.members.computeIfAbsent(group, none -> new TreeMap<>());
    }

    @Override
    public Optional<GroupHead> head(GroupId group) {
      return Optional.ofNullable(data.heads.get(group));
    }

    @Override
    public void create(
        GroupId group,
        StateSnapshot state,
        List<Row> rows,
        TreeSegment tree,
        Collection<GroupMember> members)
        throws StorageException {
      if (data.heads.containsKey(group)) {
        throw new IllegalStateException("the group is there already");
      }
      putTree(group, tree);
      putSnapshot(group, state);
      change(group, state.id(), new RowChanges(rows, List.of()));
      for (GroupMember member : members) {
        putMember(group, member);
      }
      data.heads.put(group, new GroupHead(state.id(), 1));
    }

    @Override
    public GroupHead advance(GroupId group, long expectedVersion, StateId tip)
        throws StorageException {
      step.take();
      GroupHead head = data.heads.get(group);
      if (head.version() != expectedVersion) {
        throw new StorageException(StorageException.Reason.STALE_STATE, "The group has moved on.");
      }
      GroupHead next = new GroupHead(tip, expectedVersion + 1);
      data.heads.put(group, next);
      return next;
    }

    @Override
    public void putSnapshot(GroupId group, StateSnapshot state) throws StorageException {
      step.take();
      data.secrets.put(state.id(), ProfileData.plain(state.secrets()));
      of(group).put(state.id(), state);
    }

    @Override
    public Optional<StateSnapshot> snapshot(GroupId group, StateId state) {
      return Optional.ofNullable(of(group).get(state))
          .map(
              s ->
                  new StateSnapshot(
                      s.id(),
                      s.parent(),
                      s.epoch(),
                      s.epochPart(),
                      ProfileData.secret(data.secrets.get(state)),
                      s.pending(),
                      s.treeHash(),
                      s.epochAuthenticator(),
                      s.ownLeaf(),
                      s.createdAt()));
    }

    @Override
    public List<StateId> states(GroupId group) {
      return of(group).values().stream()
          .sorted(Comparator.comparingLong(StateSnapshot::epoch).reversed())
          .map(StateSnapshot::id)
          .toList();
    }

    @Override
    public void replaceSecrets(GroupId group, StateId state, SecretBytes secrets)
        throws StorageException {
      step.take();
      data.secrets.put(state, ProfileData.plain(secrets));
    }

    @Override
    public void replacePending(GroupId group, StateId state, Bytes pending) {
      throw new AssertionError("messaging keeps no pending proposals");
    }

    @Override
    public void deleteState(GroupId group, StateId state) throws StorageException {
      step.take();
      of(group).remove(state);
      data.secrets.remove(state);
      data.rows.keySet().removeIf(row -> row.state().equals(state));
    }

    @Override
    public List<Row> rows(GroupId group, StateId state, Collection<RowKey> keys) {
      List<Row> found = new ArrayList<>();
      for (RowKey key : keys) {
        Bytes row = data.rows.get(new ProfileData.StateRow(group, state, key));
        if (row != null) {
          found.add(new Row(key, ProfileData.secret(row)));
        }
      }
      return found;
    }

    @Override
    public void change(GroupId group, StateId state, RowChanges changes) throws StorageException {
      step.take();
      for (Row row : changes.put()) {
        data.rows.put(
            new ProfileData.StateRow(group, state, row.key()), ProfileData.plain(row.data()));
      }
      for (RowKey key : changes.delete()) {
        data.rows.remove(new ProfileData.StateRow(group, state, key));
      }
    }

    @Override
    public void putTree(GroupId group, TreeSegment segment) throws StorageException {
      step.take();
      data.trees.put(segment.treeHash(), segment);
    }

    @Override
    public List<TreeSegment> tree(GroupId group, Bytes treeHash) {
      return Optional.ofNullable(data.trees.get(treeHash)).stream().toList();
    }

    @Override
    public List<GroupMember> members(GroupId group) {
      return List.copyOf(roster(group).values());
    }

    @Override
    public void putMember(GroupId group, GroupMember member) throws StorageException {
      step.take();
      roster(group).put(member.leaf(), member);
      publish(new StoreEvent.RosterChanged(group));
    }

    @Override
    public void removeMember(GroupId group, int leaf) throws StorageException {
      step.take();
      roster(group).remove(leaf);
      publish(new StoreEvent.RosterChanged(group));
    }
  }

  private final class Envelopes implements EnvelopeStore {
    @Override
    public void put(StoredEnvelope envelope) throws StorageException {
      step.take();
      if (envelope.status() == StoredEnvelope.Status.WAITING
          && data.envelopes.containsKey(envelope.id())) {
        return;
      }
      data.envelopes.put(envelope.id(), envelope);
      if (envelope.status() == StoredEnvelope.Status.PROCESSED) {
        publish(new StoreEvent.EnvelopeStored(envelope.group(), envelope.id()));
      }
    }

    @Override
    public Optional<StoredEnvelope> find(GroupId group, EnvelopeId id) {
      return Optional.ofNullable(data.envelopes.get(id))
          .filter(envelope -> envelope.group().equals(group));
    }

    @Override
    public List<EpochHoldings> holdings(GroupId group, long firstEpoch) {
      throw new AssertionError("messaging exchanges no holdings");
    }

    @Override
    public List<EnvelopeId> ids(GroupId group, long epoch) {
      return data.envelopes.values().stream()
          .filter(e -> e.group().equals(group) && e.epoch() == epoch)
          .filter(e -> e.status() == StoredEnvelope.Status.PROCESSED)
          .map(StoredEnvelope::id)
          .toList();
    }

    @Override
    public List<StoredEnvelope> waitingFor(GroupId group, StateId state) {
      return data.envelopes.values().stream()
          .filter(e -> e.group().equals(group) && e.state().equals(state))
          .filter(e -> e.status() == StoredEnvelope.Status.WAITING)
          .toList();
    }

    @Override
    public int waiting(GroupId group) {
      return (int)
          data.envelopes.values().stream()
              .filter(e -> e.group().equals(group))
              .filter(e -> e.status() == StoredEnvelope.Status.WAITING)
              .count();
    }

    @Override
    public void deleteBefore(GroupId group, long epoch) throws StorageException {
      step.take();
      data.envelopes.values().removeIf(e -> e.group().equals(group) && e.epoch() < epoch);
    }
  }

  private final class Outbox implements OutboxStore {
    @Override
    public long add(OutboxRow.Item item, Set<UserId> awaiting, Instant expiresAt)
        throws StorageException {
      step.take();
      long id = data.nextRow++;
      data.outbox.put(
          id, new OutboxRow(id, item, Set.copyOf(awaiting), clock.instant(), expiresAt));
      publish(new StoreEvent.OutboxAdded(id));
      return id;
    }

    @Override
    public Optional<OutboxRow> find(long id) {
      return Optional.ofNullable(data.outbox.get(id));
    }

    @Override
    public List<OutboxRow> open() {
      return List.copyOf(data.outbox.values());
    }

    @Override
    public List<OutboxRow> openFor(UserId user) {
      return open().stream().filter(row -> row.awaiting().contains(user)).toList();
    }

    @Override
    public boolean acknowledge(GroupId group, EnvelopeId envelope, UserId user)
        throws StorageException {
      for (OutboxRow row : openFor(user)) {
        if (row.item() instanceof OutboxRow.Item.ToGroup item && item.envelope().equals(envelope)) {
          release(row, user);
          if (item.message().isPresent()) {
            new Messages().recordReceived(group, item.message().get());
          }
          return true;
        }
      }
      return false;
    }

    private void release(OutboxRow row, UserId user) throws StorageException {
      step.take();
      Set<UserId> rest = new HashSet<>(row.awaiting());
      rest.remove(user);
      if (rest.isEmpty()) {
        data.outbox.remove(row.id());
      } else {
        data.outbox.put(
            row.id(), new OutboxRow(row.id(), row.item(), rest, row.createdAt(), row.expiresAt()));
      }
    }

    @Override
    public void end(long id) throws StorageException {
      step.take();
      data.outbox.remove(id);
    }

    @Override
    public void forget(GroupId group, UserId user) throws StorageException {
      for (OutboxRow row : openFor(user)) {
        if (row.item() instanceof OutboxRow.Item.ToGroup item && item.group().equals(group)) {
          release(row, user);
        }
      }
    }

    @Override
    public int size() {
      return data.outbox.size();
    }
  }

  private final class KeyPackages implements KeyPackageStore {
    @Override
    public void add(KeyPackage keyPackage) throws StorageException {
      step.take();
      data.keyPackages.put(keyPackage.reference(), copy(keyPackage));
    }

    private KeyPackage copy(KeyPackage keyPackage) {
      return new KeyPackage(
          keyPackage.reference(),
          keyPackage.message(),
          keyPackage.privatePart().copy(),
          keyPackage.lastResort(),
          keyPackage.lifetime());
    }

    @Override
    public Optional<KeyPackage> take() throws StorageException {
      step.take();
      Optional<KeyPackage> fresh =
          data.keyPackages.values().stream()
              .filter(k -> !k.lastResort() && !data.taken.contains(k.reference()))
              .findFirst();
      fresh.ifPresent(keyPackage -> data.taken.add(keyPackage.reference()));
      return fresh
          .or(() -> data.keyPackages.values().stream().filter(KeyPackage::lastResort).findFirst())
          .map(this::copy);
    }

    @Override
    public int available() {
      return (int)
          data.keyPackages.values().stream()
              .filter(k -> !k.lastResort() && !data.taken.contains(k.reference()))
              .count();
    }

    @Override
    public List<KeyPackage> all() {
      return data.keyPackages.values().stream().map(this::copy).toList();
    }

    @Override
    public void delete(Bytes reference) throws StorageException {
      step.take();
      data.keyPackages.remove(reference);
      data.taken.remove(reference);
    }
  }
}
