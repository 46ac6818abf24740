package org.conclave.persistence.internal.sqlite;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.StorageException;

final class SqliteKeyValueStore implements KeyValueStore {
  private final UnitOfWork work;

  SqliteKeyValueStore(UnitOfWork work) {
    this.work = work;
  }

  @Override
  public Optional<SecretBytes> get(String namespace, String key) throws StorageException {
    byte[] space = namespace(namespace);
    byte[] id = key(namespace, key);
    return work.first(
        "SELECT sealed FROM key_value WHERE namespace = ? AND key = ?",
        row -> value(space, id, row.getBytes(1)),
        space,
        id);
  }

  @Override
  public Map<String, SecretBytes> all(String namespace) throws StorageException {
    byte[] space = namespace(namespace);
    Map<String, SecretBytes> all = new TreeMap<>();
    work.list(
        "SELECT key, name, sealed FROM key_value WHERE namespace = ?",
        row -> {
          byte[] id = row.getBytes(1);
          byte[] name =
              UnitOfWork.open(
                  work.column("key_value", "name"), RowIdentity.of(space, id), row.getBytes(2));
          return all.put(Bytes.wrap(name).toUtf8(), value(space, id, row.getBytes(3)));
        },
        space);
    return all;
  }

  @Override
  public void put(String namespace, String key, SecretBytes value) throws StorageException {
    byte[] space = namespace(namespace);
    byte[] id = key(namespace, key);
    byte[] identity = RowIdentity.of(space, id);
    work.update(
        "INSERT INTO key_value (namespace, key, name, sealed) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET sealed = excluded.sealed",
        space,
        id,
        work.column("key_value", "name").seal(identity, Bytes.utf8(key).toByteArray()),
        work.column("key_value", "sealed").seal(identity, value));
  }

  @Override
  public void delete(String namespace, String key) throws StorageException {
    int deleted =
        work.update(
            "DELETE FROM key_value WHERE namespace = ? AND key = ?",
            namespace(namespace),
            key(namespace, key));
    if (deleted > 0) {
      work.secretsReplaced();
    }
  }

  private SecretBytes value(byte[] space, byte[] id, byte[] sealed) throws StorageException {
    return SecretBytes.wrap(
        UnitOfWork.open(work.column("key_value", "sealed"), RowIdentity.of(space, id), sealed));
  }

  private byte[] namespace(String namespace) {
    return work.lookup("key_value.namespace", Bytes.utf8(namespace));
  }

  private byte[] key(String namespace, String key) {
    return work.lookup("key_value.key", Bytes.utf8(namespace), Bytes.utf8(key));
  }
}
