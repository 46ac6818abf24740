package org.conclave.networking.internal;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
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
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.OutboxStore;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.StoreListener;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * A profile in memory that keeps the contract of {@link Storage} as far as the node can see it: one
 * writer, events after the commit and in its order, on a thread of its own.
 */
final class FakeStorage implements Storage, AutoCloseable {
  private final Map<String, SecretBytes> values = new LinkedHashMap<>();
  private final Map<GroupId, Conversation> conversations = new LinkedHashMap<>();
  private final Map<GroupId, List<GroupMember>> rosters = new LinkedHashMap<>();
  private final Map<GroupId, Map<StateId, StateSnapshot>> states = new LinkedHashMap<>();
  private final Map<GroupId, Map<EnvelopeId, StoredEnvelope>> envelopes = new LinkedHashMap<>();
  private final Map<Long, OutboxRow> outbox = new TreeMap<>();
  private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService events = Executors.newSingleThreadExecutor();
  private long lastRow;
  private int writes;

  @Override
  public synchronized <T extends @Nullable Object, X extends Exception> T read(Work<T, X> work)
      throws StorageException, X {
    return work.in(new FakeTransaction(new ArrayList<>()));
  }

  @Override
  public synchronized <T extends @Nullable Object, X extends Exception> T write(Work<T, X> work)
      throws StorageException, X {
    List<StoreEvent> published = new ArrayList<>();
    T result = work.in(new FakeTransaction(published));
    writes++;
    if (!published.isEmpty()) {
      events.execute(() -> listeners.forEach(listener -> listener.committed(published)));
    }
    return result;
  }

  void listen(StoreListener listener) {
    listeners.add(listener);
  }

  void unlisten(StoreListener listener) {
    listeners.remove(listener);
  }

  synchronized int writes() {
    return writes;
  }

  /** A group in which these are, each with one leaf; this device can read it from that epoch on. */
  void putGroup(GroupId group, List<UserId> members, long firstEpoch) {
    try {
      write(
          transaction -> {
            transaction.conversations().create(group, "group", false, Instant.EPOCH);
            StateId state = StateId.initial(group);
            StateSnapshot snapshot =
                new StateSnapshot(
                    state,
                    Optional.empty(),
                    firstEpoch,
                    Bytes.EMPTY,
                    SecretBytes.wrap(new byte[32]),
                    Bytes.EMPTY,
                    Bytes.EMPTY,
                    Bytes.EMPTY,
                    0,
                    Instant.EPOCH);
            transaction.groupStates().putSnapshot(group, snapshot);
            for (int leaf = 0; leaf < members.size(); leaf++) {
              transaction
                  .groupStates()
                  .putMember(
                      group, new GroupMember(leaf, members.get(leaf), Bytes.EMPTY, Bytes.EMPTY));
            }
            return true;
          });
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    events.shutdownNow();
  }

  private final class FakeTransaction
      implements Transaction,
          KeyValueStore,
          ConversationStore,
          EnvelopeStore,
          OutboxStore,
          GroupStateStore {
    private final List<StoreEvent> published;

    private FakeTransaction(List<StoreEvent> published) {
      this.published = published;
    }

    @Override
    public void publish(StoreEvent event) {
      published.add(event);
    }

    @Override
    public KeyValueStore keyValues() {
      return this;
    }

    @Override
    public ConversationStore conversations() {
      return this;
    }

    @Override
    public GroupStateStore groupStates() {
      return this;
    }

    @Override
    public EnvelopeStore envelopes() {
      return this;
    }

    @Override
    public OutboxStore outbox() {
      return this;
    }

    @Override
    public LedgerStore ledger() {
      throw new UnsupportedOperationException("the node has no business with the ledger");
    }

    @Override
    public AuditStore audit() {
      throw new UnsupportedOperationException("the node has no business with the audit log");
    }

    @Override
    public void expect(GroupId group, String name, Instant createdAt) {
      throw new UnsupportedOperationException("the node expects no groups");
    }

    @Override
    public MessageStore messages() {
      throw new UnsupportedOperationException("the node has no business with messages");
    }

    @Override
    public KeyPackageStore keyPackages() {
      throw new UnsupportedOperationException("the node has no business with key packages");
    }

    // ---- key-values

    @Override
    public Optional<SecretBytes> get(String namespace, String key) {
      return Optional.ofNullable(values.get(namespace + "/" + key)).map(SecretBytes::copy);
    }

    @Override
    public Map<String, SecretBytes> all(String namespace) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void put(String namespace, String key, SecretBytes value) {
      values.put(namespace + "/" + key, value.copy());
    }

    @Override
    public void delete(String namespace, String key) {
      values.remove(namespace + "/" + key);
    }

    // ---- conversations

    @Override
    public void create(GroupId group, String name, boolean administrator, Instant createdAt) {
      conversations.put(
          group,
          new Conversation(
              group, name, Conversation.Status.LIVE, administrator, createdAt, createdAt, 0));
      publish(new StoreEvent.ConversationChanged(group));
    }

    @Override
    public Optional<Conversation> find(GroupId group) {
      return Optional.ofNullable(conversations.get(group));
    }

    @Override
    public List<Conversation> all() {
      return List.copyOf(conversations.values());
    }

    @Override
    public void rename(GroupId group, String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setAdministrator(GroupId group, boolean administrator) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setStatus(GroupId group, Conversation.Status status) {
      conversations.computeIfPresent(
          group,
          (same, c) ->
              new Conversation(
                  group,
                  c.name(),
                  status,
                  c.administrator(),
                  c.createdAt(),
                  c.lastActivity(),
                  c.unread()));
      publish(new StoreEvent.ConversationChanged(group));
    }

    @Override
    public void markRead(GroupId group) {
      throw new UnsupportedOperationException();
    }

    // ---- envelopes

    @Override
    public void put(StoredEnvelope envelope) {
      envelopes
          .computeIfAbsent(envelope.group(), none -> new LinkedHashMap<>())
          .merge(
              envelope.id(),
              envelope,
              (old, now) -> now.status() == StoredEnvelope.Status.WAITING ? old : now);
      publish(new StoreEvent.EnvelopeStored(envelope.group(), envelope.id()));
    }

    @Override
    public Optional<StoredEnvelope> find(GroupId group, EnvelopeId id) {
      return Optional.ofNullable(envelopes.getOrDefault(group, Map.of()).get(id));
    }

    @Override
    public List<EpochHoldings> holdings(GroupId group, long firstEpoch) {
      Map<Long, List<EnvelopeId>> byEpoch = new TreeMap<>();
      processed(group).stream()
          .filter(e -> e.epoch() >= firstEpoch)
          .forEach(e -> byEpoch.computeIfAbsent(e.epoch(), n -> new ArrayList<>()).add(e.id()));
      List<EpochHoldings> holdings = new ArrayList<>();
      byEpoch.forEach(
          (epoch, ids) -> {
            byte[] digest = new byte[EnvelopeId.SIZE];
            for (EnvelopeId id : ids) {
              for (int i = 0; i < digest.length; i++) {
                digest[i] ^= id.value().byteAt(i);
              }
            }
            holdings.add(new EpochHoldings(epoch, ids.size(), Bytes.wrap(digest)));
          });
      return holdings;
    }

    @Override
    public List<EnvelopeId> ids(GroupId group, long epoch) {
      return processed(group).stream()
          .filter(e -> e.epoch() == epoch)
          .map(StoredEnvelope::id)
          .toList();
    }

    private List<StoredEnvelope> processed(GroupId group) {
      return envelopes.getOrDefault(group, Map.of()).values().stream()
          .filter(e -> e.status() == StoredEnvelope.Status.PROCESSED)
          .toList();
    }

    @Override
    public List<StoredEnvelope> waitingFor(GroupId group, StateId state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int waiting(GroupId group) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteBefore(GroupId group, long epoch) {
      throw new UnsupportedOperationException();
    }

    // ---- outbox

    @Override
    public long add(OutboxRow.Item item, Set<UserId> awaiting, Instant expiresAt) {
      long id = ++lastRow;
      if (awaiting.isEmpty()) {
        return id;
      }
      outbox.put(id, new OutboxRow(id, item, Set.copyOf(awaiting), Instant.now(), expiresAt));
      publish(new StoreEvent.OutboxAdded(id));
      return id;
    }

    @Override
    public Optional<OutboxRow> find(long id) {
      return Optional.ofNullable(outbox.get(id));
    }

    @Override
    public List<OutboxRow> open() {
      return List.copyOf(outbox.values());
    }

    @Override
    public List<OutboxRow> openFor(UserId user) {
      return outbox.values().stream().filter(row -> row.awaiting().contains(user)).toList();
    }

    @Override
    public boolean acknowledge(GroupId group, EnvelopeId envelope, UserId user) {
      for (OutboxRow row : List.copyOf(outbox.values())) {
        if (row.item() instanceof OutboxRow.Item.ToGroup item
            && item.group().equals(group)
            && item.envelope().equals(envelope)
            && row.awaiting().contains(user)) {
          Set<UserId> rest = new HashSet<>(row.awaiting());
          rest.remove(user);
          if (rest.isEmpty()) {
            outbox.remove(row.id());
          } else {
            outbox.put(
                row.id(),
                new OutboxRow(row.id(), row.item(), rest, row.createdAt(), row.expiresAt()));
          }
          return true;
        }
      }
      return false;
    }

    @Override
    public void end(long id) {
      outbox.remove(id);
    }

    @Override
    public void forget(GroupId group, UserId user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int size() {
      return outbox.size();
    }

    // ---- group states

    @Override
    public List<StateId> states(GroupId group) {
      return states.getOrDefault(group, Map.of()).values().stream()
          .sorted(Comparator.comparingLong(StateSnapshot::epoch).reversed())
          .map(StateSnapshot::id)
          .toList();
    }

    @Override
    public Optional<StateSnapshot> snapshot(GroupId group, StateId state) {
      return Optional.ofNullable(states.getOrDefault(group, Map.of()).get(state))
          .map(
              s ->
                  new StateSnapshot(
                      s.id(),
                      s.parent(),
                      s.epoch(),
                      s.epochPart(),
                      s.secrets().copy(),
                      s.pending(),
                      s.treeHash(),
                      s.epochAuthenticator(),
                      s.ownLeaf(),
                      s.createdAt()));
    }

    @Override
    public void putSnapshot(GroupId group, StateSnapshot state) {
      states.computeIfAbsent(group, none -> new LinkedHashMap<>()).put(state.id(), state);
    }

    @Override
    public List<GroupMember> members(GroupId group) {
      return List.copyOf(rosters.getOrDefault(group, List.of()));
    }

    @Override
    public void putMember(GroupId group, GroupMember member) {
      rosters.computeIfAbsent(group, none -> new ArrayList<>()).add(member);
      publish(new StoreEvent.RosterChanged(group));
    }

    @Override
    public void removeMember(GroupId group, int leaf) {
      rosters.getOrDefault(group, new ArrayList<>()).removeIf(m -> m.leaf() == leaf);
      publish(new StoreEvent.RosterChanged(group));
    }

    @Override
    public Optional<GroupHead> head(GroupId group) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void create(
        GroupId group,
        StateSnapshot state,
        List<Row> rows,
        TreeSegment tree,
        Collection<GroupMember> members) {
      throw new UnsupportedOperationException();
    }

    @Override
    public GroupHead advance(GroupId group, long expectedVersion, StateId tip) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void replaceSecrets(GroupId group, StateId state, SecretBytes secrets) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void replacePending(GroupId group, StateId state, Bytes pending) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteState(GroupId group, StateId state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Row> rows(GroupId group, StateId state, Collection<RowKey> keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void change(GroupId group, StateId state, RowChanges changes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void putTree(GroupId group, TreeSegment segment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<TreeSegment> tree(GroupId group, Bytes treeHash) {
      throw new UnsupportedOperationException();
    }
  }
}
