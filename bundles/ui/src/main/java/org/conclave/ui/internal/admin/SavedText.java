package org.conclave.ui.internal.admin;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Text in a file that only its owner can read, there whole or not at all. */
final class SavedText {
  private SavedText() {}

  /** Replaces the file once everything is written. Not on the event thread. */
  static Path write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("no file can be written in place of a root folder");
    }
    FileStore store = Files.getFileStore(folder);
    FileAttribute<?>[] ownerOnly =
        store.supportsFileAttributeView("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path draft = Files.createTempFile(folder, ".conclave", ".part", ownerOnly);
    try {
      Files.writeString(draft, text);
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    return target;
  }
}
