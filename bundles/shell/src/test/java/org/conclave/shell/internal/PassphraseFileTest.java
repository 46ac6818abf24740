package org.conclave.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseFileTest {
  @TempDir Path folder;

  @Test
  void passphraseIsTheFirstLineWithoutItsEnd() throws Exception {
    assertThat(read("correct horse\r\nsecond\n")).isEqualTo("correct horse");
    assertThat(read("no end")).isEqualTo("no end");
  }

  @Test
  void emptyMissingAndOverlongFilesAreErrorsThatNameNoContent() throws IOException {
    Path tooLong = Files.writeString(folder.resolve("long"), "secretsecret".repeat(100));
    assertThatThrownBy(() -> PassphraseFile.read(tooLong.toString()))
        .isInstanceOf(CommandException.class)
        .hasMessageNotContaining("secret");
    Path empty = Files.writeString(folder.resolve("empty"), "\nrest");
    assertThatThrownBy(() -> PassphraseFile.read(empty.toString()))
        .isInstanceOf(CommandException.class);
    assertThatThrownBy(() -> PassphraseFile.read(folder.resolve("none").toString()))
        .isInstanceOf(CommandException.class);
  }

  private String read(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), content);
    try (var passphrase = PassphraseFile.read(file.toString())) {
      return new String(passphrase.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
