package org.conclave.persistence.internal.sqlite;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.EpochHoldings;
import org.conclave.api.storage.StorageException;

/**
 * Count and XOR of the ids of what is PROCESSED, for each epoch, kept up to date with every change:
 * to compare with a neighbour costs as many rows as there are epochs.
 */
final class Holdings {
  private static final String TABLE = "holdings";

  private final UnitOfWork work;

  Holdings(UnitOfWork work) {
    this.work = work;
  }

  List<EpochHoldings> since(GroupId group, long firstEpoch) throws StorageException {
    byte[] grp = work.group(group);
    return work.list(
        "SELECT epoch, sealed FROM holdings WHERE grp = ? AND epoch >= ? ORDER BY epoch",
        row -> open(grp, row.getLong(1), row.getBytes(2)),
        grp,
        firstEpoch);
  }

  void add(GroupId group, long epoch, EnvelopeId id) throws StorageException {
    change(group, epoch, id, 1);
  }

  void remove(GroupId group, long epoch, EnvelopeId id) throws StorageException {
    change(group, epoch, id, -1);
  }

  void deleteBefore(GroupId group, long epoch) throws StorageException {
    work.update("DELETE FROM holdings WHERE grp = ? AND epoch < ?", work.group(group), epoch);
  }

  private void change(GroupId group, long epoch, EnvelopeId id, int by) throws StorageException {
    byte[] grp = work.group(group);
    EpochHoldings before =
        work.first(
                "SELECT sealed FROM holdings WHERE grp = ? AND epoch = ?",
                row -> open(grp, epoch, row.getBytes(1)),
                grp,
                epoch)
            .orElse(new EpochHoldings(epoch, 0, Bytes.wrap(new byte[EnvelopeId.SIZE])));
    int count = before.count() + by;
    if (count == 0) {
      work.update("DELETE FROM holdings WHERE grp = ? AND epoch = ?", grp, epoch);
      return;
    }
    byte[] digest = before.digest().toByteArray();
    for (int i = 0; i < digest.length; i++) {
      digest[i] ^= id.value().byteAt(i);
    }
    byte[] record = new RecordWriter().number(count).bytes(Bytes.wrap(digest)).done();
    work.update(
        "INSERT INTO holdings (grp, epoch, sealed) VALUES (?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET sealed = excluded.sealed",
        grp,
        epoch,
        work.column(TABLE, "sealed").seal(RowIdentity.of(grp, epoch), record));
  }

  private EpochHoldings open(byte[] grp, long epoch, byte[] sealed) throws StorageException {
    byte[] record =
        UnitOfWork.open(work.column(TABLE, "sealed"), RowIdentity.of(grp, epoch), sealed);
    return RecordReader.read(record, in -> new EpochHoldings(epoch, in.index(), in.bytes()));
  }
}
