package org.conclave.persistence.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.storage.KeyPackageStore;
import org.conclave.api.storage.StorageException;

final class SqliteKeyPackageStore implements KeyPackageStore {
  private static final String COLUMNS = "SELECT reference, sealed, private FROM key_package ";

  private final UnitOfWork work;

  SqliteKeyPackageStore(UnitOfWork work) {
    this.work = work;
  }

  @Override
  public void add(KeyPackage keyPackage) throws StorageException {
    byte[] id = id(keyPackage.reference());
    byte[] record =
        new RecordWriter()
            .bytes(keyPackage.reference())
            .bytes(keyPackage.message())
            .flag(keyPackage.lastResort())
            .number(keyPackage.lifetime().notBefore().getEpochSecond())
            .number(keyPackage.lifetime().notAfter().getEpochSecond())
            .done();
    work.update(
        "INSERT INTO key_package (reference, last_resort, given, sealed, private)"
            + " VALUES (?, ?, 0, ?, ?)",
        id,
        keyPackage.lastResort(),
        work.column("key_package", "sealed").seal(id, record),
        work.column("key_package", "private").seal(id, keyPackage.privatePart()));
  }

  @Override
  public Optional<KeyPackage> take() throws StorageException {
    Optional<KeyPackage> oneTime =
        work.first(COLUMNS + "WHERE last_resort = 0 AND given = 0 ORDER BY id LIMIT 1", this::read);
    if (oneTime.isPresent()) {
      work.update(
          "UPDATE key_package SET given = 1 WHERE reference = ?", id(oneTime.get().reference()));
      return oneTime;
    }
    return work.first(COLUMNS + "WHERE last_resort = 1 ORDER BY id DESC LIMIT 1", this::read);
  }

  @Override
  public int available() throws StorageException {
    return work.list(
            "SELECT count(*) FROM key_package WHERE last_resort = 0 AND given = 0",
            row -> row.getInt(1))
        .get(0);
  }

  @Override
  public List<KeyPackage> all() throws StorageException {
    return work.list(COLUMNS + "ORDER BY id", this::read);
  }

  @Override
  public void delete(Bytes reference) throws StorageException {
    if (work.update("DELETE FROM key_package WHERE reference = ?", id(reference)) > 0) {
      work.secretsReplaced();
    }
  }

  private KeyPackage read(ResultSet row) throws SQLException, StorageException {
    byte[] id = row.getBytes(1);
    SecretBytes privatePart =
        SecretBytes.wrap(
            UnitOfWork.open(work.column("key_package", "private"), id, row.getBytes(3)));
    return RecordReader.read(
        UnitOfWork.open(work.column("key_package", "sealed"), id, row.getBytes(2)),
        in ->
            new KeyPackage(
                in.bytes(),
                in.bytes(),
                privatePart,
                in.flag(),
                new Lifetime(
                    Instant.ofEpochSecond(in.number()), Instant.ofEpochSecond(in.number()))));
  }

  private byte[] id(Bytes reference) {
    return work.lookup("key_package", reference);
  }
}
