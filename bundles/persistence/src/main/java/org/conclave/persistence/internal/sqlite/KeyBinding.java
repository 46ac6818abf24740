package org.conclave.persistence.internal.sqlite;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.StorageException;
import org.conclave.persistence.internal.seal.SealedColumn;
import org.conclave.persistence.internal.seal.Sealer;
import org.conclave.persistence.internal.seal.UnsealException;

/**
 * A value in the database that opens under the profile key only: a header that was put beside a
 * foreign database is noticed before anything is read or written.
 */
final class KeyBinding {
  private static final long ROW = 1;
  private static final Bytes VALUE = Bytes.utf8("conclave/profile/1");

  private KeyBinding() {}

  /** Writes it into a new database. */
  static void write(SqlSession session, Sealer sealer) throws ProfileException {
    byte[] sealed = column(sealer).seal(RowIdentity.of(ROW), VALUE.toByteArray());
    try {
      session.update("INSERT INTO binding (id, sealed) VALUES (?, ?)", ROW, sealed);
    } catch (StorageException e) {
      throw SqliteFailures.whileOpening(e);
    }
  }

  /**
   * @throws ProfileException DAMAGED if the database is not of this key
   */
  static void check(SqlSession session, Sealer sealer) throws ProfileException {
    try {
      List<byte[]> bindings =
          session.list("SELECT sealed FROM binding WHERE id = ?", row -> row.getBytes(1), ROW);
      if (bindings.isEmpty()
          || !VALUE.equals(Bytes.wrap(column(sealer).open(RowIdentity.of(ROW), bindings.get(0))))) {
        throw SqliteFailures.damaged(new DamagedRecordException("the key binding is not ours"));
      }
    } catch (UnsealException e) {
      throw SqliteFailures.damaged(e);
    } catch (StorageException e) {
      throw SqliteFailures.whileOpening(e);
    }
  }

  private static SealedColumn column(Sealer sealer) {
    return sealer.column("binding", "sealed");
  }
}
