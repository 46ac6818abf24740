package org.conclave.persistence.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.persistence.internal.seal.Argon2Cost;
import org.conclave.persistence.internal.seal.HeaderException;
import org.conclave.persistence.internal.seal.ProfileHeader;
import org.conclave.persistence.internal.seal.Sealer;
import org.conclave.persistence.internal.seal.UnsealException;
import org.conclave.persistence.internal.sqlite.SqliteStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one profile: absent, locked, unlocked. Knows nothing of OSGi. */
final class Profile implements ProfileAccess {
  private static final Logger LOG = LoggerFactory.getLogger(Profile.class);
  private static final int PROFILE_KEY_SIZE = 32;
  private static final int MIN_PASSPHRASE_SIZE = 8;

  private final ProfileFolder folder;
  private final Argon2Cost cost;
  private final Clock clock;
  private final EventDispatcher events;
  private final StorageOffer offer;
  private final SecureRandom random = new SecureRandom();

  /** Held while files are opened; never while anybody else's code runs. */
  private final ReentrantLock transition = new ReentrantLock(true);

  /** The one that is open, or the last one that was. */
  private volatile @Nullable OpenProfile current;

  private volatile ProfileStatus status;

  Profile(
      Path directory, Argon2Cost cost, Clock clock, EventDispatcher events, StorageOffer offer) {
    this.folder = new ProfileFolder(directory);
    this.cost = cost;
    this.clock = clock;
    this.events = events;
    this.offer = offer;
    this.status = statusOnDisk();
    endErasure();
  }

  @Override
  public Path directory() {
    return folder.directory();
  }

  @Override
  public ProfileStatus status() {
    return status;
  }

  @Override
  public void create(SecretBytes passphrase) throws ProfileException {
    if (passphrase.size() < MIN_PASSPHRASE_SIZE) {
      throw ProfileFailures.weakPassphrase();
    }
    OpenProfile opened;
    enterTransition();
    try {
      if (folder.hasHeader() || folder.hasDatabase()) {
        throw ProfileFailures.alreadyExists(folder.directory());
      }
      opened = createFiles(passphrase);
      current = opened;
      change(ProfileStatus.UNLOCKED);
    } catch (IOException e) {
      throw ProfileFailures.disk(folder.directory(), e);
    } finally {
      transition.unlock();
    }
    opened.offer(offer);
  }

  @Override
  public void unlock(SecretBytes passphrase) throws ProfileException {
    OpenProfile opened;
    enterTransition();
    try {
      if (!folder.hasHeader() && !folder.hasDatabase()) {
        throw ProfileFailures.absent(folder.directory());
      }
      if (status == ProfileStatus.UNLOCKED) {
        // Open already: only the passphrase is checked.
        unwrap(passphrase).close();
        return;
      }
      opened = openFiles(passphrase);
      current = opened;
      change(ProfileStatus.UNLOCKED);
    } catch (ProfileException e) {
      if (e.reason() == ProfileException.Reason.DAMAGED) {
        change(ProfileStatus.DAMAGED);
      }
      throw e;
    } catch (IOException e) {
      throw ProfileFailures.disk(folder.directory(), e);
    } finally {
      transition.unlock();
    }
    opened.offer(offer);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException within a transaction, which would wait for itself
   */
  @Override
  public void lock() {
    OpenProfile last;
    transition.lock();
    try {
      last = current;
      if (last == null) {
        return;
      }
      if (last.inTransaction()) {
        throw new IllegalStateException("the profile cannot be locked within a transaction");
      }
      if (status == ProfileStatus.UNLOCKED) {
        change(ProfileStatus.LOCKED);
      }
    } finally {
      transition.unlock();
    }
    last.close();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException within a transaction
   */
  @Override
  public void erase() throws ProfileException {
    while (true) {
      lock();
      enterTransition();
      try {
        if (status != ProfileStatus.UNLOCKED) {
          eraseFiles();
          return;
        }
        // Somebody unlocked it in between.
      } catch (IOException e) {
        throw ProfileFailures.notErased(folder.directory(), e);
      } finally {
        transition.unlock();
      }
    }
  }

  private void eraseFiles() throws IOException, ProfileException {
    try {
      folder.erase();
      LOG.info("The profile was erased");
    } finally {
      change(statusOnDisk());
    }
  }

  /** An erasure that a crash or a power cut interrupted. */
  private void endErasure() {
    try {
      if (folder.isErasing()) {
        eraseFiles();
      }
    } catch (IOException | ProfileException e) {
      LOG.warn("A profile that is being erased could not be erased whole", e);
    }
  }

  private OpenProfile createFiles(SecretBytes passphrase) throws IOException, ProfileException {
    folder.prepare();
    FolderLock lock = folder.lock();
    boolean opened = false;
    try (SecretBytes profileKey = newProfileKey()) {
      folder.prepareNewDatabase();
      SqliteStorage.create(
              folder.newDatabase(), new Sealer(profileKey.copy()), clock, events::committed)
          .close();
      ProfileHeader header = ProfileHeader.wrap(profileKey, passphrase, cost, random);
      folder.writeHeader(header.encode());
      folder.adoptNewDatabase();
      OpenProfile profile = openDatabase(new Sealer(profileKey.copy()), lock);
      opened = true;
      LOG.info("A profile was created");
      return profile;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private OpenProfile openFiles(SecretBytes passphrase) throws IOException, ProfileException {
    if (!folder.hasHeader() || !folder.hasDatabase()) {
      throw ProfileFailures.damaged(
          folder.directory(), new IOException("a file of the profile is missing"));
    }
    FolderLock lock = folder.lock();
    boolean opened = false;
    try {
      Sealer sealer = new Sealer(unwrap(passphrase));
      folder.adoptNewDatabase();
      OpenProfile profile = openDatabase(sealer, lock);
      opened = true;
      return profile;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private OpenProfile openDatabase(Sealer sealer, FolderLock lock) throws ProfileException {
    boolean opened = false;
    try {
      SqliteStorage storage =
          SqliteStorage.open(folder.database(), sealer, clock, events::committed);
      opened = true;
      return new OpenProfile(storage, lock);
    } finally {
      if (!opened) {
        sealer.close();
      }
    }
  }

  private SecretBytes unwrap(SecretBytes passphrase) throws IOException, ProfileException {
    try {
      return ProfileHeader.parse(folder.readHeader()).unwrap(passphrase);
    } catch (UnsealException e) {
      throw ProfileFailures.wrongPassphrase(e);
    } catch (HeaderException e) {
      throw switch (e.kind()) {
        case DAMAGED -> ProfileFailures.damaged(folder.directory(), e);
        case TOO_NEW -> ProfileFailures.tooNew(e);
      };
    }
  }

  private SecretBytes newProfileKey() {
    byte[] key = new byte[PROFILE_KEY_SIZE];
    random.nextBytes(key);
    return SecretBytes.wrap(key);
  }

  /**
   * Takes {@link #transition} once the last profile is closed. Whoever closes it may run other
   * bundles' code, so the lock is not held while waiting for that.
   */
  private void enterTransition() {
    while (true) {
      OpenProfile last = current;
      if (last != null && status != ProfileStatus.UNLOCKED) {
        last.close();
      }
      transition.lock();
      OpenProfile now = current;
      if (now == null || status == ProfileStatus.UNLOCKED || now.isClosed()) {
        return;
      }
      transition.unlock();
      if (now.isClosing()) {
        throw new IllegalStateException("the profile cannot be opened while this thread locks it");
      }
    }
  }

  private void change(ProfileStatus next) {
    if (status != next) {
      status = next;
      events.statusChanged(next);
    }
  }

  private ProfileStatus statusOnDisk() {
    if (folder.hasHeader() && folder.hasDatabase()) {
      return ProfileStatus.LOCKED;
    }
    return folder.hasHeader() || folder.hasDatabase()
        ? ProfileStatus.DAMAGED
        : ProfileStatus.ABSENT;
  }
}
