package org.conclave.api.storage;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The organisation's signed statements: a set that only grows. What they mean is for onboarding to
 * say.
 */
@ProviderType
public interface LedgerStore {
  /**
   * @param hash SHA-256 that names the entry
   * @param entry exact bytes
   * @return false if it was there already
   */
  boolean add(Bytes hash, Bytes entry) throws StorageException;

  Optional<Bytes> find(Bytes hash) throws StorageException;

  List<Bytes> hashes() throws StorageException;

  /** All entries, in the order in which they were added here. */
  List<Bytes> entries() throws StorageException;
}
