package org.conclave.persistence.internal.sqlite;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.AuditStore;
import org.conclave.api.storage.ConversationStore;
import org.conclave.api.storage.EnvelopeStore;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.KeyPackageStore;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.LedgerStore;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.OutboxStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.Transaction;
import org.conclave.persistence.internal.seal.SealedColumn;
import org.conclave.persistence.internal.seal.Sealer;
import org.conclave.persistence.internal.seal.UnsealException;
import org.jspecify.annotations.Nullable;

/**
 * One transaction on one session. Every statement of every store passes through it, so that use
 * after its end, from another thread, or to write within a read is noticed in one place.
 */
final class UnitOfWork implements Transaction, AutoCloseable {
  private final SqlSession session;
  private final Sealer sealer;
  private final Clock clock;
  private final boolean writable;
  private final Thread owner = Thread.currentThread();
  private final Set<StoreEvent> events = new LinkedHashSet<>();
  private final Map<GroupId, byte[]> groups = new HashMap<>();
  private boolean open = true;
  private boolean secretsReplaced;

  private final SqliteKeyValueStore keyValues = new SqliteKeyValueStore(this);
  private final SqliteLedgerStore ledger = new SqliteLedgerStore(this);
  private final SqliteConversationStore conversations = new SqliteConversationStore(this);
  private final SqliteMessageStore messages = new SqliteMessageStore(this, conversations);
  private final TreeSegments trees = new TreeSegments(this);
  private final SqliteGroupStateStore groupStates = new SqliteGroupStateStore(this, trees);
  private final SqliteEnvelopeStore envelopes = new SqliteEnvelopeStore(this);
  private final SqliteOutboxStore outbox;
  private final SqliteKeyPackageStore keyPackages = new SqliteKeyPackageStore(this);
  private final SqliteAuditStore audit = new SqliteAuditStore(this);

  UnitOfWork(SqlSession session, Sealer sealer, Clock clock, People people, boolean writable) {
    this.session = session;
    this.sealer = sealer;
    this.clock = clock;
    this.writable = writable;
    this.outbox = new SqliteOutboxStore(this, people, messages);
  }

  @Override
  public KeyValueStore keyValues() {
    return keyValues;
  }

  @Override
  public LedgerStore ledger() {
    return ledger;
  }

  @Override
  public ConversationStore conversations() {
    return conversations;
  }

  @Override
  public MessageStore messages() {
    return messages;
  }

  @Override
  public GroupStateStore groupStates() {
    return groupStates;
  }

  @Override
  public EnvelopeStore envelopes() {
    return envelopes;
  }

  @Override
  public OutboxStore outbox() {
    return outbox;
  }

  @Override
  public KeyPackageStore keyPackages() {
    return keyPackages;
  }

  @Override
  public AuditStore audit() {
    return audit;
  }

  @Override
  public void publish(StoreEvent event) {
    requireWritable();
    events.add(event);
  }

  int update(String sql, @Nullable Object... parameters) throws StorageException {
    requireWritable();
    return session.update(sql, parameters);
  }

  long insert(String sql, @Nullable Object... parameters) throws StorageException {
    requireWritable();
    return session.insert(sql, parameters);
  }

  <T> List<T> list(String sql, SqlSession.RowReader<T> reader, @Nullable Object... parameters)
      throws StorageException {
    requireOpen();
    return session.list(sql, reader, parameters);
  }

  /** For queries that give one row at most, or that say {@code LIMIT 1}. */
  <T> Optional<T> first(String sql, SqlSession.RowReader<T> reader, @Nullable Object... parameters)
      throws StorageException {
    return list(sql, reader, parameters).stream().findFirst();
  }

  SealedColumn column(String table, String column) {
    return sealer.column(table, column);
  }

  byte[] lookup(String domain, Bytes... parts) {
    return sealer.lookup(domain, parts);
  }

  byte[] group(GroupId group) {
    return groups.computeIfAbsent(group, id -> sealer.lookup("group", id.value()));
  }

  /** {@link SealedColumn#open}; what does not open is DAMAGED. */
  static byte[] open(SealedColumn column, byte[] row, byte[] sealed) throws StorageException {
    try {
      return column.open(row, sealed);
    } catch (UnsealException e) {
      throw SqliteFailures.damagedValue(e);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Older secrets were replaced: what the write-ahead log still holds of them is to go soon. */
  void secretsReplaced() {
    secretsReplaced = true;
  }

  boolean replacedSecrets() {
    return secretsReplaced;
  }

  /** What is left to do before the commit. */
  void finish() throws StorageException {
    trees.collect();
  }

  List<StoreEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireWritable() {
    requireOpen();
    if (!writable) {
      throw new IllegalStateException("a read changes nothing: use Storage.write");
    }
  }

  private void requireOpen() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("a transaction belongs to the thread that runs its work");
    }
    if (!open) {
      throw new IllegalStateException("a transaction ends with its work");
    }
  }
}
