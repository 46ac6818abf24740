package org.conclave.api.storage;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The organisation's signed statements. What they mean, and which of them are needed no longer, is
 * for onboarding to say.
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

  /**
   * Puts an entry in the place of one that it makes needless.
   *
   * @param superseded hash of an entry that is here
   * @return false, and nothing changed, if {@code superseded} is not here or {@code hash} is
   */
  boolean replace(Bytes superseded, Bytes hash, Bytes entry) throws StorageException;

  /** All entries, in the order in which they were added here. */
  List<Bytes> entries() throws StorageException;
}
