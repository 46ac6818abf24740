package org.conclave.audit.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conclave.api.audit.AuditChain;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
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
import org.jspecify.annotations.Nullable;

/** The rows of an audit log in memory, which a test may damage. */
final class FakeStorage implements Storage {
  static final Instant START = Instant.parse("2026-03-01T10:00:00.123456Z");

  final List<AuditStore.Row> rows = new ArrayList<>();

  /** Reading it fails as a disk does. */
  long damagedRow = -1;

  StorageException.Reason failure = StorageException.Reason.DAMAGED;

  void append(AuditEvent.Kind kind, Map<String, String> details) {
    long number = rows.size() + 1L;
    StringBuilder fields = new StringBuilder();
    AuditEvent.of(kind, details)
        .details()
        .forEach(
            (name, value) ->
                fields.append(fields.isEmpty() ? "" : ",").append(quoted(name, value)));
    append(
        Bytes.utf8(
            "{\"number\":"
                + number
                + ",\"at\":\""
                + START.plusSeconds(number)
                + "\",\"kind\":\""
                + kind
                + "\",\"details\":{"
                + fields
                + "}}"));
  }

  void append(Bytes content) {
    Bytes previous = rows.isEmpty() ? AuditChain.START : rows.get(rows.size() - 1).hash();
    rows.add(new AuditStore.Row(rows.size() + 1L, content, AuditChain.next(previous, content)));
  }

  void fill(int count) {
    for (int i = 1; i <= count; i++) {
      append(AuditEvent.Kind.DEVICE_CHANGED, Map.of("user", "u" + i, "epoch", "" + i));
    }
  }

  private static String quoted(String name, String value) {
    return "\"" + name + "\":\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @Override
  public <R extends @Nullable Object, X extends Exception> R read(Work<R, X> work)
      throws StorageException, X {
    return work.in(new Reading());
  }

  @Override
  public <R extends @Nullable Object, X extends Exception> R write(Work<R, X> work) {
    throw new UnsupportedOperationException("the audit bundle only reads");
  }

  private final class Reading implements Transaction, AuditStore {
    @Override
    public AuditStore audit() {
      return this;
    }

    @Override
    public List<Row> after(long after, int limit) throws StorageException {
      List<Row> found = rows.stream().skip(after).limit(limit).toList();
      boolean damaged = after < damagedRow && damagedRow <= after + limit;
      if (damaged) {
        throw new StorageException(failure, "A stored value is damaged.");
      }
      return found;
    }

    @Override
    public long count() {
      return rows.size();
    }

    @Override
    public void append(AuditEvent event) {
      throw notUsed();
    }

    @Override
    public KeyValueStore keyValues() {
      throw notUsed();
    }

    @Override
    public LedgerStore ledger() {
      throw notUsed();
    }

    @Override
    public ConversationStore conversations() {
      throw notUsed();
    }

    @Override
    public MessageStore messages() {
      throw notUsed();
    }

    @Override
    public GroupStateStore groupStates() {
      throw notUsed();
    }

    @Override
    public EnvelopeStore envelopes() {
      throw notUsed();
    }

    @Override
    public OutboxStore outbox() {
      throw notUsed();
    }

    @Override
    public KeyPackageStore keyPackages() {
      throw notUsed();
    }

    @Override
    public void publish(StoreEvent event) {
      throw notUsed();
    }

    private UnsupportedOperationException notUsed() {
      return new UnsupportedOperationException("the audit bundle reads the audit log only");
    }
  }
}
