package org.conclave.onboarding.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.AuditStore;
import org.conclave.api.storage.ConversationStore;
import org.conclave.api.storage.EnvelopeStore;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.KeyPackageStore;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.LedgerStore;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.OutboxStore;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.Transaction;

/** Ledger and key-values with the promises of Storage: all or nothing, one write at a time. */
public final class InMemoryStorage implements Storage {
  private final Map<Bytes, Bytes> ledger = new LinkedHashMap<>();
  private final Map<String, Bytes> values = new HashMap<>();
  private final List<AuditEvent> audited = new ArrayList<>();
  private int operationsUntilFailure = Integer.MAX_VALUE;
  private int writes;

  /** The disk fails at the {@code operations}-th change from now on, and at each one after it. */
  public synchronized void failAfter(int operations) {
    operationsUntilFailure = operations;
  }

  public synchronized void repair() {
    operationsUntilFailure = Integer.MAX_VALUE;
  }

  /** Committed writes that changed something. */
  public synchronized int writes() {
    return writes;
  }

  public synchronized List<Bytes> ledgerEntries() {
    return List.copyOf(ledger.values());
  }

  public synchronized Map<String, Bytes> values() {
    return Map.copyOf(values);
  }

  @Override
  public synchronized <T, X extends Exception> T read(Work<T, X> work) throws StorageException, X {
    return work.in(new View());
  }

  @Override
  public synchronized <T, X extends Exception> T write(Work<T, X> work) throws StorageException, X {
    Map<Bytes, Bytes> ledgerBefore = new LinkedHashMap<>(ledger);
    Map<String, Bytes> valuesBefore = new HashMap<>(values);
    int auditedBefore = audited.size();
    boolean committed = false;
    try {
      T result = work.in(new View());
      committed = true;
      boolean changed = !ledger.equals(ledgerBefore) || !values.equals(valuesBefore);
      writes += changed ? 1 : 0;
      return result;
    } finally {
      if (!committed) {
        ledger.clear();
        ledger.putAll(ledgerBefore);
        values.clear();
        values.putAll(valuesBefore);
        audited.subList(auditedBefore, audited.size()).clear();
      }
    }
  }

  private void change() throws StorageException {
    if (--operationsUntilFailure < 0) {
      throw new StorageException(
          StorageException.Reason.DISK_FULL, "The disk is full. Free some space and try again.");
    }
  }

  /** What was recorded in the audit log, oldest first. */
  public synchronized List<AuditEvent> audited() {
    return List.copyOf(audited);
  }

  private final class View implements Transaction, KeyValueStore, LedgerStore, AuditStore {
    @Override
    public AuditStore audit() {
      return this;
    }

    @Override
    public void append(AuditEvent event) throws StorageException {
      change();
      audited.add(event);
    }

    @Override
    public List<Row> after(long after, int limit) {
      throw notOnboardings();
    }

    @Override
    public long count() {
      return audited.size();
    }

    @Override
    public boolean replace(Bytes superseded, Bytes hash, Bytes entry) throws StorageException {
      change();
      if (!ledger.containsKey(superseded) || ledger.containsKey(hash)) {
        return false;
      }
      ledger.remove(superseded);
      ledger.put(hash, entry);
      return true;
    }

    @Override
    public KeyValueStore keyValues() {
      return this;
    }

    @Override
    public LedgerStore ledger() {
      return this;
    }

    @Override
    public Optional<SecretBytes> get(String namespace, String key) {
      return Optional.ofNullable(values.get(namespace + '/' + key))
          .map(value -> SecretBytes.wrap(value.toByteArray()));
    }

    @Override
    public Map<String, SecretBytes> all(String namespace) {
      return values.entrySet().stream()
          .filter(value -> value.getKey().startsWith(namespace + '/'))
          .collect(
              Collectors.toMap(
                  value -> value.getKey().substring(namespace.length() + 1),
                  value -> SecretBytes.wrap(value.getValue().toByteArray())));
    }

    @Override
    public void put(String namespace, String key, SecretBytes value) throws StorageException {
      change();
      values.put(namespace + '/' + key, Bytes.wrap(value.toByteArray()));
    }

    @Override
    public void delete(String namespace, String key) throws StorageException {
      change();
      values.remove(namespace + '/' + key);
    }

    @Override
    public boolean add(Bytes hash, Bytes entry) throws StorageException {
      change();
      return ledger.putIfAbsent(hash, entry) == null;
    }

    @Override
    public Optional<Bytes> find(Bytes hash) {
      return Optional.ofNullable(ledger.get(hash));
    }

    @Override
    public List<Bytes> hashes() {
      return List.copyOf(ledger.keySet());
    }

    @Override
    public List<Bytes> entries() {
      return new ArrayList<>(ledger.values());
    }

    @Override
    public void publish(StoreEvent event) {
      throw new UnsupportedOperationException("stores publish their own events");
    }

    @Override
    public ConversationStore conversations() {
      return EmptyStores.of(ConversationStore.class);
    }

    @Override
    public MessageStore messages() {
      throw notOnboardings();
    }

    @Override
    public GroupStateStore groupStates() {
      return EmptyStores.of(GroupStateStore.class);
    }

    @Override
    public EnvelopeStore envelopes() {
      throw notOnboardings();
    }

    @Override
    public OutboxStore outbox() {
      return EmptyStores.of(OutboxStore.class);
    }

    @Override
    public KeyPackageStore keyPackages() {
      return EmptyStores.of(KeyPackageStore.class);
    }

    private UnsupportedOperationException notOnboardings() {
      return new UnsupportedOperationException("onboarding has no business in this store");
    }
  }
}
