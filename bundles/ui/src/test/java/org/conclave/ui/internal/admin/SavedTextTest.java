package org.conclave.ui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedTextTest {
  @TempDir Path folder;

  @Test
  void onlyItsOwnerCanReadWhatReplacesAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a.invite"), "before");
    SavedText.write(file, "after");
    assertThat(file).hasContent("after");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFailureLeavesNothingBehind() throws Exception {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("inside"), "x");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> SavedText.write(taken, "text"));
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(taken);
    }
  }
}
