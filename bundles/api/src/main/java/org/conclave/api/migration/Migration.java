package org.conclave.api.migration;

import java.nio.file.Path;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.ProgressListener;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The identity's way from one machine to another: a {@code .backup} file, carried by hand. The
 * account key leaves the profile only into such a file, and no network call ever carries it.
 * Registered while the profile is unlocked. Calls take seconds (Argon2id, 256 MiB); interrupting
 * the calling thread ends them. The caller wipes the passphrases. Thread-safe; one at a time.
 */
@ProviderType
public interface Migration {
  /**
   * Writes a backup. The file appears, whole and synced, or not at all; an existing one is replaced
   * only then.
   *
   * @param passphrase UTF-8; at least {@link Strength#FAIR}
   * @param withHistory whether messages go with it
   * @throws MigrationException NOT_MEMBER, WEAK_PASSPHRASE, TOO_LARGE (leave the history out),
   *     FILE, ENGINE, STORAGE, INTERRUPTED
   */
  BackupSummary export(
      Path file, SecretBytes passphrase, boolean withHistory, ProgressListener progress)
      throws MigrationException;

  /** Opens a backup and says what is in it; changes nothing. */
  BackupSummary inspect(Path file, SecretBytes passphrase, ProgressListener progress)
      throws MigrationException;

  /**
   * Puts a backup's account into this profile, which must belong to no organisation: everything, or
   * nothing. The device takes over as soon as a peer is reached.
   *
   * @throws MigrationException one of the file's own reasons, ALREADY_MEMBER, ENGINE, STORAGE,
   *     INTERRUPTED; nothing was changed
   */
  BackupSummary restore(Path file, SecretBytes passphrase, ProgressListener progress)
      throws MigrationException;

  /** How hard a passphrase is to guess; cheap, for a meter beside the field. */
  Strength strength(SecretBytes passphrase);
}
