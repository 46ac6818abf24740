package org.conclave.api.storage;

import java.nio.file.Path;
import org.conclave.api.bytes.SecretBytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The profile on disk, locked or not. Registered as long as persistence runs. While the profile is
 * unlocked {@link Storage} is registered too. Thread-safe. Creating and unlocking take about a
 * second (Argon2id, 64 MiB) and must not be called on an event thread. Neither keeps or wipes the
 * passphrase that it is given.
 */
@ProviderType
public interface ProfileAccess {
  Path directory();

  ProfileStatus status();

  /**
   * Makes a new profile and leaves it unlocked.
   *
   * @throws ProfileException ALREADY_EXISTS, WEAK_PASSPHRASE (shorter than 8 bytes), IN_USE, DISK
   */
  void create(SecretBytes passphrase) throws ProfileException;

  /**
   * @throws ProfileException ABSENT, WRONG_PASSPHRASE, IN_USE, DAMAGED, TOO_NEW, DISK; the profile
   *     is as it was
   */
  void unlock(SecretBytes passphrase) throws ProfileException;

  /**
   * Closes the database, withdraws {@link Storage}, and wipes the profile key from memory.
   * Idempotent.
   */
  void lock();

  /**
   * Locks, then erases the profile: keys and values are overwritten before the files go. What the
   * file system or the disk keeps of them is sealed, and its key is gone. Cannot be undone; once
   * begun it is ended by the next start, whatever happens. Does nothing where there is no profile.
   * Must not be called within a transaction.
   *
   * @throws ProfileException IN_USE by another process, DISK; what could not be erased stays locked
   */
  void erase() throws ProfileException;
}
