package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineCommandTest {
  @TempDir Path folder;

  @Test
  void classPathIsEveryJarInOrder() throws IOException {
    Files.createFile(folder.resolve("b.jar"));
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve("readme.txt"));
    assertThat(command(17).forPort(4_000))
        .contains(folder.resolve("a.jar") + File.pathSeparator + folder.resolve("b.jar"))
        .endsWith(EngineCommand.MAIN_CLASS, "--port", "4000");
  }

  @Test
  void archiveIsUsedWhereThereIsOneForThisJava() throws IOException {
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve("engine-25.jsa"));
    assertThat(command(25).forPort(1))
        .contains("-XX:SharedArchiveFile=" + folder.resolve("engine-25.jsa"));
    assertThat(String.join(" ", command(17).forPort(1))).doesNotContain("SharedArchiveFile");
  }

  @Test
  void flagsOfLaterJavasAreNotGivenToEarlierOnes() throws IOException {
    Files.createFile(folder.resolve("a.jar"));
    assertThat(command(17).forPort(1)).doesNotContain("--enable-native-access=ALL-UNNAMED");
    assertThat(command(25).forPort(1)).contains("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void furtherOptionsComeBehindTheUsualOnes() throws IOException {
    Files.createFile(folder.resolve("a.jar"));
    assertThat(command(17).with(" -Xmx64m  -Da=b ").forPort(1))
        .containsSubsequence("-Xmx512m", "-Xmx64m", "-Da=b", "-cp");
    assertThat(command(17).with(null).forPort(1)).isEqualTo(command(17).forPort(1));
  }

  @Test
  void hybridSuiteIsOfferedWhereTheSiteSaysSo() throws IOException {
    Files.createFile(folder.resolve("a.jar"));
    assertThat(command(17).forPort(1)).doesNotContain("--post-quantum");
    assertThat(command(17).offeringPostQuantum(true).with("-Da=b").forPort(1))
        .contains("-Da=b")
        .endsWith("--port", "1", "--post-quantum");
  }

  @Test
  void folderWithoutJarsIsAnError() {
    assertThatThrownBy(() -> command(17).forPort(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }

  private EngineCommand command(int feature) {
    return new EngineCommand(
        folder, Path.of(System.getProperty("java.home")), feature, List.of(), false);
  }
}
