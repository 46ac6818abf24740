package org.conclave.persistence.internal.sqlite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.storage.StorageException;
import org.conclave.persistence.internal.seal.SealedColumn;

/** Part R: the ratchet rows of a state, by the number that the state's row has. */
final class RatchetRows {
  private final UnitOfWork work;

  RatchetRows(UnitOfWork work) {
    this.work = work;
  }

  /** Those of {@code keys} that are there. */
  List<Row> find(long state, Collection<RowKey> keys) throws StorageException {
    List<Row> found = new ArrayList<>(keys.size());
    for (RowKey key : keys) {
      work.first(
              "SELECT sealed FROM ratchet WHERE state = ? AND kind = ? AND idx = ?",
              row ->
                  SecretBytes.wrap(
                      UnitOfWork.open(column(), identity(state, key), row.getBytes(1))),
              state,
              code(key.kind()),
              key.index())
          .ifPresent(data -> found.add(new Row(key, data)));
    }
    return found;
  }

  void change(long state, RowChanges changes) throws StorageException {
    for (RowKey key : changes.delete()) {
      work.update(
          "DELETE FROM ratchet WHERE state = ? AND kind = ? AND idx = ?",
          state,
          code(key.kind()),
          key.index());
    }
    for (Row row : changes.put()) {
      work.update(
          "INSERT INTO ratchet (state, kind, idx, sealed) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT DO UPDATE SET sealed = excluded.sealed",
          state,
          code(row.key().kind()),
          row.key().index(),
          column().seal(identity(state, row.key()), row.data()));
    }
  }

  private SealedColumn column() {
    return work.column("ratchet", "sealed");
  }

  private static byte[] identity(long state, RowKey key) {
    return RowIdentity.of(
        RowIdentity.of(RowIdentity.of(state), code(key.kind())),
        Integer.toUnsignedLong(key.index()));
  }

  private static int code(RowKey.Kind kind) {
    return switch (kind) {
      case HANDSHAKE -> 0;
      case APPLICATION -> 1;
      case TREE_NODE -> 2;
    };
  }
}
