package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up. Needs the right to mount one: skipped, and said so, without it. */
@Timeout(120)
class FullDiskIT {
  private static final String SIZE = "64m";

  /** More than what is set aside in the write-ahead log can take. */
  private static final int ATTEMPTS = 400;

  private static final String PADDING = "x".repeat(8_000);

  @TempDir Path folder;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString());
    assumeTrue(mounted, "a small disk cannot be mounted here: this takes root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(succeeds("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void fullDiskRefusesWithAReasonAndLosesNothingThatWasAcknowledged() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    String group;
    try (HeadlessProcess ada =
        HeadlessProcess.launch("Ada", disk, "--listen", "/ip4/127.0.0.1/tcp/0")) {
      ada.command("create-organisation", "Harbour", "Ada");
      group = ada.text("group", "create-group", "Watch");
      send(ada, group, "before", acknowledged);
      fill();

      CommandFailed refusal = sendUntilRefused(ada, group, acknowledged);
      assertThat(refusal.code()).isEqualTo("STORAGE");
      assertThat(refusal).hasMessageContaining("disk is full").hasMessageContaining("Free");
      assertThatThrownBy(() -> ada.command("create-group", PADDING.substring(0, 90)))
          .isInstanceOf(CommandFailed.class);
      assertThat(texts(ada, group)).isEqualTo(acknowledged);

      Files.delete(disk.resolve("filler"));
      send(ada, group, "after", acknowledged);
      assertThat(texts(ada, group)).isEqualTo(acknowledged);
    }
    try (HeadlessProcess ada = HeadlessProcess.launch("Ada", disk)) {
      assertThat(texts(ada, group)).isEqualTo(acknowledged);
      send(ada, group, "after a restart", acknowledged);
      assertThat(texts(ada, group)).isEqualTo(acknowledged);
    }
  }

  private static CommandFailed sendUntilRefused(
      HeadlessProcess member, String group, List<String> acknowledged) {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        send(member, group, i + PADDING, acknowledged);
      } catch (CommandFailed e) {
        return e;
      }
    }
    throw new AssertionError("a full disk took " + ATTEMPTS + " messages");
  }

  private static void send(
      HeadlessProcess member, String group, String text, List<String> acknowledged)
      throws CommandFailed {
    member.command("send", group, text);
    acknowledged.add(text);
  }

  private static List<String> texts(HeadlessProcess member, String group) throws CommandFailed {
    return member.history(group).stream().map(m -> m.get("text").getAsString()).toList();
  }

  private void fill() throws IOException {
    for (int size = 1 << 16; size > 0; size >>= 4) {
      byte[] chunk = new byte[size];
      try (OutputStream out =
          Files.newOutputStream(
              disk.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (Files.getFileStore(disk).getTotalSpace() > 0) {
          out.write(chunk);
        }
      } catch (IOException full) {
        // As wanted: what is left is less than a chunk.
      }
    }
    assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
