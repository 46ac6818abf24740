package org.conclave.persistence.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.conclave.api.storage.ProfileException;
import org.conclave.persistence.internal.seal.ProfileHeader;

/**
 * The files of a profile. Only their owner may read them.
 *
 * <p>{@code profile.header} holds the wrapped profile key, {@code profile.db} (with SQLite's {@code
 * -wal} and {@code -shm}) everything else, {@code profile.lock} is held while the profile is
 * unlocked. A new database is made as {@code profile.db.new} and takes its name once the header is
 * on the disk: a header with a new database beside it and no other is a creation that was cut
 * short, and {@link #adoptNewDatabase} ends it.
 */
final class ProfileFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;

  ProfileFolder(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  Path database() {
    return directory.resolve("profile.db");
  }

  Path newDatabase() {
    return directory.resolve("profile.db.new");
  }

  boolean hasHeader() {
    return Files.exists(header());
  }

  boolean hasDatabase() {
    return Files.exists(database()) || (hasHeader() && Files.exists(newDatabase()));
  }

  /** Makes the folder, or takes others' rights to it away. */
  void prepare() throws IOException {
    if (!posix(existing(directory))) {
      Files.createDirectories(directory);
    } else if (Files.isDirectory(directory)) {
      Files.setPosixFilePermissions(directory, OWNER_ONLY_FOLDER);
    } else {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
    }
  }

  /**
   * Keeps other processes out until the lock is closed.
   *
   * @throws ProfileException IN_USE
   */
  FolderLock lock() throws IOException, ProfileException {
    ensureFile(lockFile());
    return FolderLock.acquire(lockFile());
  }

  /** An empty file for a new database, without leftovers of a creation that was cut short. */
  void prepareNewDatabase() throws IOException {
    for (Path leftover : withSqlites(newDatabase())) {
      Files.deleteIfExists(leftover);
    }
    ensureFile(newDatabase());
  }

  /** Gives a database that is complete, and closed, its name. */
  void adoptNewDatabase() throws IOException {
    if (!Files.exists(database()) && Files.exists(newDatabase())) {
      Files.move(newDatabase(), database(), StandardCopyOption.ATOMIC_MOVE);
      syncDirectory();
    }
  }

  /** At most {@link ProfileHeader#MAX_SIZE} bytes and one more, which is too many. */
  byte[] readHeader() throws IOException {
    try (var in = Files.newInputStream(header())) {
      return in.readNBytes(ProfileHeader.MAX_SIZE + 1);
    }
  }

  /** On the disk, whole, when this returns; after a failure there is no header or the old one. */
  void writeHeader(byte[] header) throws IOException {
    Path draft = headerDraft();
    Files.deleteIfExists(draft);
    ensureFile(draft);
    try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer content = ByteBuffer.wrap(header);
      while (content.hasRemaining()) {
        out.write(content);
      }
      out.force(true);
    }
    Files.move(draft, header(), StandardCopyOption.ATOMIC_MOVE);
    syncDirectory();
  }

  /** Whether {@link #erase} was cut short. */
  boolean isErasing() throws IOException {
    return erasure().begun();
  }

  /**
   * Overwrites and deletes what a profile consists of, the wrapped key first. What else is in the
   * folder stays.
   *
   * @throws ProfileException IN_USE
   */
  void erase() throws IOException, ProfileException {
    if (erasure().isNeedless()) {
      return;
    }
    FolderLock lock = lock();
    try (lock) {
      erasure().run();
      syncDirectory();
    }
    Files.deleteIfExists(lockFile());
  }

  private Erasure erasure() {
    return new Erasure(header(), values());
  }

  /** Every file that can hold something, but the header. */
  private List<Path> values() {
    List<Path> files = new ArrayList<>(List.of(headerDraft()));
    files.addAll(withSqlites(database()));
    files.addAll(withSqlites(newDatabase()));
    return files;
  }

  private List<Path> withSqlites(Path database) {
    return Stream.of("", "-wal", "-shm", "-journal")
        .map(suffix -> directory.resolve(database.getFileName() + suffix))
        .toList();
  }

  private Path headerDraft() {
    return directory.resolve("profile.header.new");
  }

  private Path lockFile() {
    return directory.resolve("profile.lock");
  }

  private Path header() {
    return directory.resolve("profile.header");
  }

  private void ensureFile(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      FileAttribute<?>[] attributes =
          posix(directory)
              ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE)}
              : new FileAttribute<?>[0];
      Files.createFile(file, attributes);
    }
  }

  /** So that a rename outlives a power cut. Windows knows no such thing and needs none. */
  private void syncDirectory() throws IOException {
    if (posix(directory)) {
      try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static boolean posix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }

  /** The nearest folder above that exists. */
  private static Path existing(Path path) throws IOException {
    for (Path at = path.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return at;
      }
    }
    throw new IOException("no folder exists above the profile");
  }
}
