package org.conclave.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Suite {@code window}: {@link Scenarios} in a process that has a display, since a JVM cannot be
 * given one after it started.
 */
final class WindowSuite {
  private static final long PATIENCE_MINUTES = 8;

  private WindowSuite() {}

  /**
   * @param count how many there are: one that was not played fails as well
   */
  static void play(Class<? extends Scenarios> scenarios, int count) throws Exception {
    String display = System.getenv("DISPLAY");
    if (display != null && !display.isBlank()) {
      play(display, scenarios, count);
      return;
    }
    var own = XvfbDisplay.start();
    if (own.isEmpty()) {
      String reason = "DISPLAY is not set and Xvfb is not installed";
      System.out.println("suite window: not run (" + reason + ")");
      if (Arrays.asList(System.getProperty("conclave.require", "").split(",")).contains("window")) {
        fail(reason);
      }
      abort(reason);
    }
    try (XvfbDisplay xvfb = own.get()) {
      play(xvfb.name(), scenarios, count);
    }
  }

  private static void play(String display, Class<?> scenarios, int count)
      throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // What is only softly reachable counts as collected.
            "-XX:SoftRefLRUPolicyMSPerMB=0",
            // Hand waits for the toolkit with a bound of its own.
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.desktop/sun.awt.X11=ALL-UNNAMED",
            "-cp",
            classPath,
            scenarios.getName(),
            Path.of("target", "screenshots").toString());
    builder.environment().put("DISPLAY", display);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(said::add);
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    said.stream().filter(line -> line.startsWith("STALL")).forEach(System.out::println);
    List<String> passed = said.stream().filter(line -> line.startsWith("PASS")).toList();
    System.out.println("suite window: ran " + passed.size());
    assertThat(said).noneMatch(line -> line.startsWith("FAIL"));
    assertThat(passed).as("%s", String.join("\n", said)).hasSize(count);
  }
}
