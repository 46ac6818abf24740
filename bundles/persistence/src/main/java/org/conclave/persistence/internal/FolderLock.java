package org.conclave.persistence.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.conclave.api.storage.ProfileException;
import org.jspecify.annotations.Nullable;

/**
 * The right to open the profile's database. The operating system takes it back when the process
 * ends, however it ends.
 */
final class FolderLock implements Closeable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock acquire(Path file) throws IOException, ProfileException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    boolean acquired = false;
    try {
      acquired = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw inUse(e);
    } finally {
      if (!acquired) {
        channel.close();
      }
    }
    if (!acquired) {
      throw inUse(null);
    }
    return new FolderLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static ProfileException inUse(@Nullable Throwable cause) {
    String message =
        "This profile is open in another window or process. It can be open only once, so that no"
            + " message key is ever used twice. Close the other one and try again.";
    return cause == null
        ? new ProfileException(ProfileException.Reason.IN_USE, message)
        : new ProfileException(ProfileException.Reason.IN_USE, message, cause);
  }
}
