package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, as a person types it. */
@Timeout(240)
class DemoIT {
  @TempDir Path temporary;

  @Test
  void everyMessageReachesEverybodyOnce() throws Exception {
    JsonObject figures = demo("--members", "3", "--messages", "20");
    assertThat(figures.get("deliveries").getAsInt()).isEqualTo(3 * 20 * 2);
  }

  @Test
  void killedEnginesLoseNothing() throws Exception {
    JsonObject figures = demo("--members", "3", "--messages", "60", "--kill-engine");
    assertThat(figures.get("engines_killed").getAsInt()).isEqualTo(3);
    assertThat(figures.get("deliveries").getAsInt()).isEqualTo(3 * 60 * 2);
  }

  @Test
  void swappedNetworkLosesNothing() throws Exception {
    JsonObject figures = demo("--members", "3", "--messages", "60", "--swap", "networking");
    assertThat(figures.get("swaps").getAsInt()).isEqualTo(1);
    assertThat(figures.get("deliveries").getAsInt()).isEqualTo(3 * 60 * 2);
  }

  @Test
  void openInvitationLetsInWhoIsConfirmed() throws Exception {
    JsonObject figures = demo("--members", "2", "--messages", "10", "--open-invite");
    assertThat(figures.get("confirmed").getAsInt()).isEqualTo(1);
    assertThat(figures.get("deliveries").getAsInt()).isEqualTo(3 * 10 * 2);
  }

  @Test
  void interruptedItLeavesNothingBehind() throws Exception {
    Process process = start("--members", "2", "--messages", "100", "--rate", "2");
    Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("Each sends")) {
        line = lines.readLine();
      }
      process.descendants().forEach(started::add);
      // Through its handle, which leaves its output to be read.
      process.toHandle().destroy();
      while (line != null) {
        line = lines.readLine();
      }
    }
    assertThat(process.waitFor()).isNotZero();
    assertNothingIsLeft(started, 2);
  }

  /** Runs it to its end with exit status 0, nothing missing or twice, and nothing left behind. */
  private JsonObject demo(String... options) throws Exception {
    Process process = start(options);
    Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      // Each line but the first comes while members run, and their engines with them.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        process.descendants().forEach(started::add);
      }
    }
    String output = said.toString();
    assertThat(process.waitFor()).as(output).isZero();
    String lastLine = output.strip().lines().reduce("", (first, second) -> second);
    JsonObject figures = JsonParser.parseString(lastLine).getAsJsonObject();
    assertThat(figures.get("missing").getAsInt()).isZero();
    assertThat(figures.get("duplicates").getAsInt()).isZero();
    assertThat(figures.get("p50_ms").getAsDouble()).isPositive();
    assertThat(figures.get("pss_mb").getAsDouble()).isPositive();
    assertNothingIsLeft(started, figures.get("members").getAsInt());
    return figures;
  }

  private Process start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("conclave.script"), "demo", "--json"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CONCLAVE_BUILD", "never");
    builder.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    return builder.start();
  }

  /**
   * @param started what the demo started and those started; of each member host and engine
   */
  private void assertNothingIsLeft(Set<ProcessHandle> started, int members) throws Exception {
    assertThat(started).hasSizeGreaterThanOrEqualTo(2 * members);
    Eventually.holds(
        "every process ends",
        Duration.ofSeconds(10),
        () -> started.stream().noneMatch(ProcessHandle::isAlive));
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata")))
          .isEmpty();
    }
  }
}
