package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  @TempDir Path folder;

  @Test
  void clockThatIsOffByDaysIsNamedAsTheReason() throws Exception {
    Path library = shiftedClock();
    Path newcomer = folder.resolve("Bo");
    try (HeadlessProcess ada =
        HeadlessProcess.launch("Ada", folder, "--listen", "/ip4/127.0.0.1/tcp/0")) {
      ada.command("create-organisation", "Harbour", "Ada");
      ada.command("ready");
      String account =
          ScriptedSession.on(newcomer).run(List.of("identity")).answer(0).text("account");
      String invitation = ada.text("invitation", "invite", account, "Bo");

      ScriptedSession behind =
          shifted(newcomer, library, Duration.ofDays(-3))
              .run(List.of("join", invitation), List.of("organisation"));
      assertThat(behind.answer(0).code()).isEqualTo("CLOCK");
      assertThat(behind.answer(0).message()).contains("clock", "Set date and time");
      assertThat(behind.answer(1).result().getAsJsonObject().size()).isZero();

      ScriptedSession ahead =
          shifted(newcomer, library, Duration.ofDays(8))
              .run(List.of("join", invitation), List.of("organisation"));
      assertThat(ahead.answer(0).code()).isEqualTo("INVITATION_EXPIRED");
      assertThat(ahead.answer(0).message()).contains("set the clock if it is wrong");
      assertThat(ahead.answer(1).result().getAsJsonObject().size()).isZero();

      ScriptedSession joined =
          shifted(newcomer, library, Duration.ofDays(2))
              .options("--listen", "/ip4/127.0.0.1/tcp/0")
              .run(List.of("join", invitation), List.of("wait-peers", "1"), List.of("status"));
      assertThat(joined.answer(1).ok()).as(joined.answer(1).message()).isTrue();
      String problem =
          joined
              .answer(2)
              .result()
              .getAsJsonObject()
              .getAsJsonObject("network")
              .get("problem")
              .getAsString();
      assertThat(problem).contains("clock of this computer", "ahead", "Set the date");
    }
  }

  private static ScriptedSession.Start shifted(Path profile, Path library, Duration offset) {
    return ScriptedSession.on(profile)
        .environment("LD_PRELOAD", library.toString())
        .environment("CLOCK_OFFSET_SECONDS", String.valueOf(offset.toSeconds()));
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
    return library;
  }

  /** One process sees the time as it is, the other a day later. */
  private static boolean takesEffect(Path library) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("date", "+%s");
    builder.environment().put("LD_PRELOAD", library.toString());
    builder.environment().put("CLOCK_OFFSET_SECONDS", "86400");
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
