package org.conclave.ui.internal;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/** The profile's small values, in memory; the window uses no other store. */
final class StorageFake implements KeyValueStore {
  private final Map<String, SecretBytes> values = new HashMap<>();
  private final Transaction transaction =
      (Transaction)
          Proxy.newProxyInstance(
              StorageFake.class.getClassLoader(),
              new Class<?>[] {Transaction.class},
              (proxy, method, arguments) -> {
                if (!method.getName().equals("keyValues")) {
                  throw new UnsupportedOperationException(method.getName());
                }
                return this;
              });
  private final Storage service =
      new Storage() {
        @Override
        public <T extends @org.jspecify.annotations.Nullable Object, X extends Exception> T read(
            Work<T, X> work) throws StorageException, X {
          return write(work);
        }

        @Override
        public <T extends @org.jspecify.annotations.Nullable Object, X extends Exception> T write(
            Work<T, X> work) throws StorageException, X {
          World.offEventThread();
          synchronized (values) {
            return work.in(transaction);
          }
        }
      };

  Storage service() {
    return service;
  }

  @Override
  public Optional<SecretBytes> get(String namespace, String key) {
    return Optional.ofNullable(values.get(namespace + "/" + key)).map(SecretBytes::copy);
  }

  @Override
  public Map<String, SecretBytes> all(String namespace) {
    throw new UnsupportedOperationException("all");
  }

  @Override
  public void put(String namespace, String key, SecretBytes value) {
    values.put(namespace + "/" + key, value.copy());
  }

  @Override
  public void delete(String namespace, String key) {
    values.remove(namespace + "/" + key);
  }
}
