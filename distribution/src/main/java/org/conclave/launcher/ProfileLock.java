package org.conclave.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** One process at a time runs on a profile. The lock goes with the process, however it ends. */
final class ProfileLock implements AutoCloseable {
  private final FileChannel channel;

  private ProfileLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Another process has it. */
  static final class InUseException extends Exception {
    private static final long serialVersionUID = 1L;

    InUseException(Path profile) {
      super(
          "the profile "
              + profile
              + " is in use by another Conclave. Close that one, or take --profile DIR.");
    }
  }

  /** Makes the profile's folder where there is none, for its owner only. */
  static ProfileLock take(Path profile) throws IOException, InUseException {
    try {
      if (!Files.isDirectory(profile)) {
        Files.createDirectories(profile);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rwx------"));
        }
      }
      FileChannel channel =
          FileChannel.open(
              profile.resolve("running.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      if (lock(channel)) {
        return new ProfileLock(channel);
      }
      channel.close();
      throw new InUseException(profile);
    } catch (IOException e) {
      throw new IOException("the profile " + profile + " cannot be used: " + e, e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
