package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member whose clock is off by days. The clock is shifted by a library that is compiled here and
 * preloaded: skipped, and said so, where there is no C compiler or nothing can be preloaded.
 */
@Timeout(150)
class WrongClockIT {
  private static final String SCRIPT = "conclave.script";
  private static final String LISTEN = "/ip4/127.0.0.1/tcp/0";

  @TempDir Path folder;

  @Test
  void clockThatIsOffByDaysIsNamedAsTheReason() throws Exception {
    Path library = shiftedClock();
    try (HeadlessProcess ada = HeadlessProcess.launch("Ada", folder, "--listen", LISTEN);
        HeadlessProcess bo = launchWith(library)) {
      ada.command("create-organisation", "Harbour", "Ada");
      ada.command("ready");
      String invitation = ada.text("invitation", "invite", bo.text("account", "identity"), "Bo");

      shift(Duration.ofDays(-3));
      assertRefused("CLOCK", "Set date and time", bo, invitation);
      shift(Duration.ofDays(8));
      assertRefused("INVITATION_EXPIRED", "set the clock if it is wrong", bo, invitation);

      // Within the invitation's week it works, and the person is told all the same.
      shift(Duration.ofDays(2));
      bo.command("join", invitation);
      bo.command("wait-peers", "1");
      assertThat(
              bo.command("status")
                  .getAsJsonObject()
                  .getAsJsonObject("network")
                  .get("problem")
                  .getAsString())
          .contains("clock of this computer", "ahead", "Set the date");
    }
  }

  @Test
  void clockThatIsADayAheadKeepsNobodyFromTalking() throws Exception {
    Path library = shiftedClock();
    try (HeadlessProcess ada = HeadlessProcess.launch("Ada", folder, "--listen", LISTEN);
        HeadlessProcess bo = launchWith(library)) {
      ada.command("create-organisation", "Harbour", "Ada");
      ada.command("ready");
      String group = ada.text("group", "create-group", "Watch");
      String invitation = ada.text("invitation", "invite", bo.text("account", "identity"), "Bo");
      // A day behind, the invitation is not valid yet, and that is what is said.
      shift(Duration.ofDays(-1));
      assertRefused("INVITATION_NOT_YET_VALID", "Check date, time", bo, invitation);
      shift(Duration.ofDays(1));
      bo.command("join", invitation);
      bo.command("wait-peers", "1");
      ada.command("add-member", group, "Bo");
      bo.command("wait-conversation", group, "--timeout", "30");
      bo.command("send", group, "from another day");
      ada.command("send", group, "from today");
      ada.command("wait-messages", group, "2", "--timeout", "30");
      bo.command("wait-messages", group, "2", "--timeout", "30");
    }
  }

  private static void assertRefused(
      String code, String advice, HeadlessProcess member, String invitation) throws CommandFailed {
    assertThatThrownBy(() -> member.command("join", invitation))
        .isInstanceOfSatisfying(CommandFailed.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(advice);
    assertThat(member.command("organisation").getAsJsonObject().size()).isZero();
  }

  /** A script that preloads the library stands before the real one for this one launch. */
  private HeadlessProcess launchWith(Path library) throws IOException {
    String script = System.getProperty(SCRIPT);
    Path wrapper =
        Files.writeString(
            folder.resolve("conclave"),
            """
            #!/bin/sh
            CLOCK_OFFSET_FILE='%s' LD_PRELOAD='%s' exec '%s' "$@"
            """
                .formatted(offsetFile(), library, script));
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
    System.setProperty(SCRIPT, wrapper.toString());
    try {
      return HeadlessProcess.launch("Bo", folder, "--listen", LISTEN);
    } finally {
      System.setProperty(SCRIPT, script);
    }
  }

  private Path offsetFile() {
    return folder.resolve("offset");
  }

  private void shift(Duration offset) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    seconds.putLong(offset.toSeconds()).flip();
    try (FileChannel file =
        FileChannel.open(offsetFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(seconds, 0);
    }
  }

  private Path shiftedClock() throws IOException, InterruptedException {
    Path source = folder.resolve("shifted_clock.c");
    try (InputStream in = WrongClockIT.class.getResourceAsStream("shifted_clock.c")) {
      Files.copy(in, source);
    }
    Path library = folder.resolve("shifted_clock.so");
    assumeTrue(
        succeeds("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString()),
        "no C compiler here: a process cannot be given another clock");
    assumeTrue(takesEffect(library), "nothing can be preloaded here");
    shift(Duration.ZERO);
    return library;
  }

  private boolean takesEffect(Path library) throws IOException, InterruptedException {
    shift(Duration.ofDays(1));
    ProcessBuilder builder = new ProcessBuilder("date", "+%s");
    builder.environment().put("LD_PRELOAD", library.toString());
    builder.environment().put("CLOCK_OFFSET_FILE", offsetFile().toString());
    Process process = builder.start();
    String seconds =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    long ahead = Long.parseLong(seconds) - System.currentTimeMillis() / 1000;
    return process.waitFor() == 0 && ahead > 86_000;
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
