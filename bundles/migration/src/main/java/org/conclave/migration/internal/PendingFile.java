package org.conclave.migration.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.conclave.api.bytes.Bytes;

/**
 * A file that is being written beside the place where it will stand: there it appears whole and
 * synced, or not at all. Only its owner may read it. Closing it before it is published removes it.
 *
 * <p>The name is the same each time, so that what a killed process left there is cleared away by
 * the next one. Not thread-safe.
 */
final class PendingFile implements AutoCloseable {
  private static final String SUFFIX = ".conclave-partial";

  private final Path target;
  private final Path pending;
  private final FileChannel channel;
  private boolean published;

  private PendingFile(Path target, Path pending, FileChannel channel) {
    this.target = target;
    this.pending = pending;
    this.channel = channel;
  }

  /**
   * Makes the empty file at once, and syncs its folder, so that a place where either fails is known
   * before the work is done.
   */
  static PendingFile beside(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path name = target.getFileName();
    if (name == null || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString(), null, "a folder");
    }
    Path pending = target.resolveSibling("." + name + SUFFIX);
    sync(folder(pending));
    Files.deleteIfExists(pending);
    FileChannel channel =
        FileChannel.open(
            pending,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(pending));
    return new PendingFile(target, pending, channel);
  }

  /** Everything that it will hold, on the disk when this returns. */
  void write(Bytes content) throws IOException {
    ByteBuffer left = content.asByteBuffer();
    while (left.hasRemaining()) {
      channel.write(left);
    }
    channel.force(true);
  }

  /** Puts it in its place, over what was there. An interruption comes too late for this. */
  void publish() throws IOException {
    channel.close();
    Files.move(pending, target, StandardCopyOption.ATOMIC_MOVE);
    published = true;
    sync(folder(pending));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!published) {
        Files.deleteIfExists(pending);
      }
    }
  }

  private static Path folder(Path file) {
    return file.resolveSibling(".");
  }

  /** Names in it are on the disk when this returns; where there is no POSIX, nobody can say. */
  private static void sync(Path folder) throws IOException {
    if (!isPosix(folder)) {
      return;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
          entries.force(true);
          return;
        } catch (ClosedByInterruptException stop) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
