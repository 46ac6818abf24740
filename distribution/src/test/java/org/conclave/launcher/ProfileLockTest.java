package org.conclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileLockTest {
  @TempDir Path folder;

  @Test
  void newProfileIsItsOwnersOnly() throws Exception {
    Path profile = folder.resolve("a/profile");
    try (ProfileLock lock = ProfileLock.take(profile)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void secondTakerIsToldSo() throws Exception {
    try (ProfileLock lock = ProfileLock.take(folder)) {
      assertThatThrownBy(() -> ProfileLock.take(folder))
          .isInstanceOf(ProfileLock.InUseException.class)
          .hasMessageContaining("--profile");
    }
    ProfileLock.take(folder).close();
  }

  @Test
  void fileInTheWayIsAClearError() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> ProfileLock.take(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be used");
  }
}
