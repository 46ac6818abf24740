package org.conclave.persistence.internal.sqlite;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.conclave.api.audit.AuditChain;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.AuditStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.persistence.internal.seal.SealedColumn;

/**
 * Numbers have no gaps and the chain's end is sealed beside it, so a row that is gone from the file
 * is noticed wherever it was.
 */
final class SqliteAuditStore implements AuditStore {
  private static final long HEAD_ROW = 1;

  private final UnitOfWork work;

  SqliteAuditStore(UnitOfWork work) {
    this.work = work;
  }

  @Override
  public void append(AuditEvent event) throws StorageException {
    Head head = head();
    long number = head.number() + 1;
    Instant at = work.now().truncatedTo(ChronoUnit.MICROS);
    Bytes content = AuditLine.of(number, at, event);
    Bytes hash = AuditChain.next(head.hash(), content);
    work.update(
        "INSERT INTO audit (number, sealed) VALUES (?, ?)",
        number,
        rows().seal(RowIdentity.of(number), record(content, hash)));
    byte[] end = new RecordWriter().number(number).bytes(hash).done();
    work.update(
        "INSERT INTO audit_head (id, sealed) VALUES (?, ?)"
            + " ON CONFLICT DO UPDATE SET sealed = excluded.sealed",
        HEAD_ROW,
        heads().seal(RowIdentity.of(HEAD_ROW), end));
    work.publish(new StoreEvent.AuditAppended());
  }

  @Override
  public List<Row> after(long after, int limit) throws StorageException {
    Head head = head();
    long first = Math.max(0, after) + 1;
    long[] expected = {first};
    List<Row> rows =
        work.list(
            "SELECT number, sealed FROM audit WHERE number >= ? ORDER BY number LIMIT ?",
            row -> {
              if (row.getLong(1) != expected[0]) {
                throw damaged("a row of the audit log is missing");
              }
              return read(expected[0]++, row.getBytes(2));
            },
            first,
            Math.max(0, limit));
    requireEnd(head, first, Math.max(0, limit), rows);
    return rows;
  }

  @Override
  public long count() throws StorageException {
    return head().number();
  }

  /** The rows end where the head says, and with the hash that it says. */
  private static void requireEnd(Head head, long first, int limit, List<Row> rows)
      throws StorageException {
    long wanted = Math.min(limit, Math.max(0, head.number() - first + 1));
    if (rows.size() != wanted) {
      throw damaged("the audit log does not end where it did");
    }
    Optional<Row> last = rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    if (last.isPresent()
        && last.get().number() == head.number()
        && !last.get().hash().equals(head.hash())) {
      throw damaged("the last row of the audit log is not the one that was written last");
    }
  }

  private Head head() throws StorageException {
    Optional<byte[]> sealed =
        work.first("SELECT sealed FROM audit_head WHERE id = ?", row -> row.getBytes(1), HEAD_ROW);
    if (sealed.isPresent()) {
      return RecordReader.read(
          UnitOfWork.open(heads(), RowIdentity.of(HEAD_ROW), sealed.get()),
          in -> new Head(in.number(), in.bytes()));
    }
    if (work.first("SELECT 1 FROM audit LIMIT 1", row -> true).isPresent()) {
      throw damaged("the end of the audit log is missing");
    }
    return new Head(0, AuditChain.START);
  }

  private Row read(long number, byte[] sealed) throws StorageException {
    return RecordReader.read(
        UnitOfWork.open(rows(), RowIdentity.of(number), sealed),
        in -> new Row(number, in.bytes(), in.bytes()));
  }

  private static byte[] record(Bytes content, Bytes hash) {
    return new RecordWriter().bytes(content).bytes(hash).done();
  }

  private SealedColumn rows() {
    return work.column("audit", "sealed");
  }

  private SealedColumn heads() {
    return work.column("audit_head", "sealed");
  }

  private static StorageException damaged(String what) {
    return SqliteFailures.damagedValue(new DamagedRecordException(what));
  }

  /**
   * The end of the chain.
   *
   * @param number of the last row, 0 where there is none
   */
  private record Head(long number, Bytes hash) {}
}
