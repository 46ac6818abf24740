package org.conclave.migration.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.migration.MigrationException;

/** Reads a file that a person chose: anything may be in it, and it may be of any size or kind. */
final class BackupFile {
  private static final int FIRST_GUESS = 64 * 1024;

  private BackupFile() {}

  /**
   * @throws MigrationException FILE, TOO_LARGE, INTERRUPTED
   */
  static Bytes read(Path file) throws MigrationException {
    // A pipe would keep us waiting for a writer when it is opened.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw Refusals.unreadable(file, new IOException("not a regular file"));
    }
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      if (in.size() > Limits.FILE) {
        throw Refusals.tooLarge();
      }
      return Bytes.wrap(readToEnd(in));
    } catch (ClosedByInterruptException stop) {
      throw Refusals.interrupted();
    } catch (IOException failure) {
      throw Refusals.unreadable(file, failure);
    }
  }

  /** It may grow or shrink while it is read. */
  private static byte[] readToEnd(FileChannel in) throws IOException, MigrationException {
    byte[] content = new byte[(int) Math.max(FIRST_GUESS, in.size() + 1)];
    int size = 0;
    while (true) {
      int read = in.read(ByteBuffer.wrap(content, size, content.length - size));
      if (read < 0) {
        return Arrays.copyOf(content, size);
      }
      size += read;
      if (size > Limits.FILE) {
        throw Refusals.tooLarge();
      }
      if (size == content.length) {
        content = Arrays.copyOf(content, 2 * size);
      }
    }
  }
}
