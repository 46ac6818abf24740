package org.conclave.persistence.internal.sqlite;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.LedgerStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;

/** Positions count from 1 without gaps, so an entry that is gone from the file is noticed. */
final class SqliteLedgerStore implements LedgerStore {
  private final UnitOfWork work;

  SqliteLedgerStore(UnitOfWork work) {
    this.work = work;
  }

  @Override
  public boolean add(Bytes hash, Bytes entry) throws StorageException {
    byte[] id = id(hash);
    if (position(id).isPresent()) {
      return false;
    }
    long position =
        work.list("SELECT coalesce(max(position), 0) FROM ledger", row -> row.getLong(1)).get(0)
            + 1;
    put(
        "INSERT INTO ledger (hash, name, sealed, position) VALUES (?, ?, ?, ?)",
        position,
        hash,
        entry);
    return true;
  }

  @Override
  public boolean replace(Bytes superseded, Bytes hash, Bytes entry) throws StorageException {
    Optional<Long> position = position(id(superseded));
    if (position.isEmpty() || position(id(hash)).isPresent()) {
      return false;
    }
    put(
        "UPDATE ledger SET hash = ?, name = ?, sealed = ? WHERE position = ?",
        position.get(),
        hash,
        entry);
    return true;
  }

  @Override
  public Optional<Bytes> find(Bytes hash) throws StorageException {
    byte[] id = id(hash);
    return work.first(
        "SELECT position, sealed FROM ledger WHERE hash = ?",
        row -> open("sealed", id, row.getLong(1), row.getBytes(2)),
        id);
  }

  @Override
  public List<Bytes> hashes() throws StorageException {
    return all(
        "SELECT position, hash, name FROM ledger ORDER BY position",
        row -> open("name", row.getBytes(2), row.getLong(1), row.getBytes(3)));
  }

  @Override
  public List<Bytes> entries() throws StorageException {
    return all(
        "SELECT position, hash, sealed FROM ledger ORDER BY position",
        row -> open("sealed", row.getBytes(2), row.getLong(1), row.getBytes(3)));
  }

  private void put(String sql, long position, Bytes hash, Bytes entry) throws StorageException {
    byte[] id = id(hash);
    byte[] identity = RowIdentity.of(id, position);
    work.update(
        sql,
        id,
        work.column("ledger", "name").seal(identity, hash.toByteArray()),
        work.column("ledger", "sealed").seal(identity, entry.toByteArray()),
        position);
    work.publish(new StoreEvent.LedgerChanged());
  }

  private Optional<Long> position(byte[] id) throws StorageException {
    return work.first("SELECT position FROM ledger WHERE hash = ?", row -> row.getLong(1), id);
  }

  private List<Bytes> all(String sql, SqlSession.RowReader<Bytes> reader) throws StorageException {
    long[] expected = {1};
    return work.list(
        sql,
        row -> {
          if (row.getLong(1) != expected[0]++) {
            throw SqliteFailures.damagedValue(
                new DamagedRecordException("an entry of the ledger is missing"));
          }
          return reader.read(row);
        });
  }

  private Bytes open(String column, byte[] id, long position, byte[] sealed)
      throws StorageException {
    return Bytes.wrap(
        UnitOfWork.open(work.column("ledger", column), RowIdentity.of(id, position), sealed));
  }

  private byte[] id(Bytes hash) {
    return work.lookup("ledger", hash);
  }
}
