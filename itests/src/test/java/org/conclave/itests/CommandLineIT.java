package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script and the headless session, as a script or a person uses them. */
@Timeout(120)
class CommandLineIT {
  @TempDir Path folder;

  private record Ended(int status, String output) {}

  @Test
  void unknownOptionsEndWithStatusTwo() throws Exception {
    assertThat(run("--colour").status()).isEqualTo(2);
    assertThat(run("demo", "--fast").status()).isEqualTo(2);
  }

  @Test
  void versionAndHelpArePrinted() throws Exception {
    assertThat(run("--version").output()).matches("conclave \\d+\\.\\d+\\.\\d+\\s*");
    assertThat(run("--help").output()).contains("--headless", "--profile", "demo");
  }

  @Test
  void withoutADisplayTheWindowSaysSoAndOffersHeadless() throws Exception {
    Ended ended = run("--profile", folder.resolve("p").toString());
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output()).contains("no display", "--headless");
  }

  @Test
  void endOfInputEndsHostAndEngine() throws Exception {
    HeadlessProcess member = HeadlessProcess.launch("Ada", folder);
    member.command("ready");
    ProcessHandle engine = ProcessHandle.of(member.enginePid()).orElseThrow();
    member.close();
    assertThat(member.process().exitValue()).isZero();
    Eventually.holds("the engine ends", Duration.ofSeconds(10), () -> !engine.isAlive());
  }

  @Test
  void hostThatIsKilledLeavesNoEngineBehind() throws Exception {
    try (HeadlessProcess member = HeadlessProcess.launch("Ada", folder)) {
      member.command("ready");
      ProcessHandle engine = ProcessHandle.of(member.enginePid()).orElseThrow();
      member.process().destroyForcibly().waitFor();
      Eventually.holds("the engine ends", Duration.ofSeconds(10), () -> !engine.isAlive());
    }
  }

  @Test
  void engineThatIsKilledIsThereAgainAndTheCallGoesOn() throws Exception {
    try (HeadlessProcess member =
        HeadlessProcess.launch("Ada", folder, "--listen", "/ip4/127.0.0.1/tcp/0")) {
      member.command("create-organisation", "Harbour", "Ada");
      String group = member.text("group", "create-group", "Watch");
      long first = member.enginePid();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      member.command("send", group, "still here");
      assertThat(member.enginePid()).isNotEqualTo(first);
      assertThat(member.history(group)).hasSize(1);
    }
  }

  @Test
  void secondProcessOnAProfileIsRefused() throws Exception {
    try (HeadlessProcess member = HeadlessProcess.launch("Ada", folder)) {
      member.command("ready");
      Ended second = run("--headless", "--profile", folder.resolve("Ada").toString());
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.output()).contains("in use");
    }
  }

  @Test
  void wrongPassphraseIsToldAndNothingChanges() throws Exception {
    HeadlessProcess.launch("Ada", folder).close();
    try (HeadlessProcess member = HeadlessProcess.launch("Ada", folder)) {
      member.command("create-organisation", "Harbour", "Ada");
    }
    Files.writeString(folder.resolve("other"), "not the passphrase\n");
    Process process =
        start(
            "--headless",
            "--profile",
            folder.resolve("Ada").toString(),
            "--passphrase-file",
            folder.resolve("other").toString());
    process.getOutputStream().write("organisation\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("\"ok\":false", "LOCKED", "passphrase");
    try (HeadlessProcess member = HeadlessProcess.launch("Ada", folder)) {
      assertThat(member.text("organisation_name", "organisation")).isEqualTo("Harbour");
    }
  }

  @Test
  void everyCommandIsExplained() throws Exception {
    try (HeadlessProcess member = HeadlessProcess.launch("Ada", folder)) {
      for (var entry : member.command("help").getAsJsonArray()) {
        String command = entry.getAsJsonObject().get("command").getAsString();
        assertThat(entry.getAsJsonObject().get("description").getAsString())
            .as(command)
            .hasSizeGreaterThan(10);
      }
      assertThatThrownBy(() -> member.command("no-such-command"))
          .isInstanceOfSatisfying(
              CommandFailed.class, e -> assertThat(e.code()).isEqualTo("NO_SUCH_COMMAND"));
    }
  }

  @Test
  void commandsAreReadInGogoSyntaxToo() throws Exception {
    Process process = start("--headless", "--profile", folder.resolve("p").toString());
    process.getOutputStream().write("help send\nbundles\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(lines)
        .anySatisfy(
            line -> assertThat(line).startsWith("{\"ok\":true").contains("send GROUP TEXT"));
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).startsWith("{\"ok\":true").contains("networking"));
  }

  private Ended run(String... options) throws IOException, InterruptedException {
    Process process = start(options);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Ended(process.waitFor(), output);
  }

  private static Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("conclave.script")));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CONCLAVE_BUILD", "never");
    builder.environment().remove("DISPLAY");
    return builder.start();
  }
}
