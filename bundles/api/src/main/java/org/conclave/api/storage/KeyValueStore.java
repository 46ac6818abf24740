package org.conclave.api.storage;

import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.SecretBytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Small sealed values, each in a namespace that belongs to one bundle (its short name, e.g.
 * "networking"). Values are sealed, keys are not secret.
 */
@ProviderType
public interface KeyValueStore {
  Optional<SecretBytes> get(String namespace, String key) throws StorageException;

  Map<String, SecretBytes> all(String namespace) throws StorageException;

  void put(String namespace, String key, SecretBytes value) throws StorageException;

  void delete(String namespace, String key) throws StorageException;
}
