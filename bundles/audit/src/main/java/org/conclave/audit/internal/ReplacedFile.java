package org.conclave.audit.internal;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: it is written beside its place under another name, by
 * and for its owner only, flushed to the disk, and renamed. Closing it before {@link #adopt} leaves
 * nothing of it, and an older file as it was.
 */
final class ReplacedFile implements Closeable {
  private final Path target;
  private final Path folder;
  private final Path draft;
  private final FileChannel channel;
  private final OutputStream out;

  ReplacedFile(Path file) throws IOException {
    this.target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent == null || Files.isDirectory(target)) {
      throw new IOException("a folder is no file");
    }
    this.folder = parent;
    // Readable and writable by its owner only, where the file system knows that.
    this.draft = Files.createTempFile(folder, ".conclave-", ".part");
    this.channel = FileChannel.open(draft, StandardOpenOption.WRITE);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
  }

  /** Need not be closed. */
  OutputStream out() {
    return out;
  }

  /** It is on the disk, in its place, when this returns. */
  void adopt() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      // So that the rename outlives a power cut; Windows knows no such thing and needs none.
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(draft);
  }
}
