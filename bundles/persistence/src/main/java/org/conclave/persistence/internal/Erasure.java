package org.conclave.persistence.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Overwrites files with zeros and deletes them, the first one first. Its zeros mark an erasure that
 * was begun: {@link #begun} finds it after a crash, and doing all of it again ends it. The first
 * file therefore goes last.
 */
final class Erasure {
  private static final int CHUNK = 1 << 16;

  private final Path first;
  private final List<Path> others;

  Erasure(Path first, List<Path> others) {
    this.first = first;
    this.others = List.copyOf(others);
  }

  /** Whether the first file has nothing left in it but the mark. */
  boolean begun() throws IOException {
    if (!regular(first)) {
      return false;
    }
    try (var in = Files.newInputStream(first)) {
      byte[] content = in.readNBytes(CHUNK);
      boolean marked = content.length > 0;
      for (byte value : content) {
        marked &= value == 0;
      }
      return marked;
    }
  }

  /** Whether there is none of the files. */
  boolean isNeedless() {
    return !exists(first) && others.stream().noneMatch(Erasure::exists);
  }

  void run() throws IOException {
    overwrite(first);
    for (Path file : others) {
      overwrite(file);
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(first);
  }

  /** What a link leads to is not ours: the link goes, and it stays. */
  private static void overwrite(Path file) throws IOException {
    if (!regular(file)) {
      return;
    }
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      long left = out.size();
      ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
      while (left > 0) {
        zeros.clear().limit((int) Math.min(left, CHUNK));
        left -= out.write(zeros);
      }
      out.force(true);
    }
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean regular(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
