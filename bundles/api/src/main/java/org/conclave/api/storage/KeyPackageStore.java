package org.conclave.api.storage;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.KeyPackage;
import org.osgi.annotation.versioning.ProviderType;

/** This device's own key packages, private parts included. */
@ProviderType
public interface KeyPackageStore {
  void add(KeyPackage keyPackage) throws StorageException;

  /**
   * One that was not given out before, and marks it as given out; else the newest of last resort.
   */
  Optional<KeyPackage> take() throws StorageException;

  /** One-time packages that were not given out. */
  int available() throws StorageException;

  /** All, given out or not, to open a Welcome with. */
  List<KeyPackage> all() throws StorageException;

  void delete(Bytes reference) throws StorageException;
}
