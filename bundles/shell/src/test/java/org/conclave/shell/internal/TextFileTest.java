package org.conclave.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path folder;

  @Test
  void linesBetweenStayAndWhiteSpaceAroundGoes() throws Exception {
    assertThat(TextFile.read(file("\n one\ntwo \r\n"), 20)).isEqualTo("one\ntwo");
  }

  @Test
  void largerOnesAndMissingOnesAreFileErrors() throws Exception {
    for (String name : new String[] {file("12345"), folder.resolve("none").toString()}) {
      assertThatThrownBy(() -> TextFile.read(name, 4))
          .isInstanceOfSatisfying(
              CommandException.class, e -> assertThat(e.code()).isEqualTo("FILE"));
    }
  }

  private String file(String content) throws Exception {
    return Files.writeString(folder.resolve("text"), content).toString();
  }
}
