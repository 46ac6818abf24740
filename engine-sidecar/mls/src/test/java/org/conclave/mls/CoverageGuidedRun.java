package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Jazzer in a process of its own: its instrumentation would count among what others in this one
 * allocate. What it finds stays in {@code target/fuzz}, and the next run goes on from there.
 */
final class CoverageGuidedRun {
  private static final int LAST_LINES = 60;

  private CoverageGuidedRun() {}

  /** Fails with what Jazzer says, the failing input included, if the target fails. */
  static void of(FuzzTarget target, int seconds) throws IOException, InterruptedException {
    Path folder = Path.of("target", "fuzz", target.folder()).toAbsolutePath();
    Path found = Files.createDirectories(folder.resolve("found"));
    Path known = Files.createDirectories(folder.resolve("known"));
    int number = 0;
    for (List<byte[]> inputs : List.of(target.genuine(), target.stored())) {
      for (byte[] input : inputs) {
        Files.write(known.resolve(Integer.toString(number++)), input);
      }
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+EnableDynamicAgentLoading",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=org.conclave.mls.**",
                "--custom_hook_includes=org.conclave.mls.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-print_final_stats=1",
                "-timeout=20",
                "-max_len=8192",
                "-max_total_time=" + seconds,
                found.toString(),
                known.toString())
            .redirectErrorStream(true)
            .start();
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        last.add(line);
        if (last.size() > LAST_LINES) {
          last.remove();
        }
        if (line.contains("DONE") || line.contains("number_of_executed_units")) {
          System.out.println("fuzz " + target + ": " + line);
        }
      }
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor())
        .as("%s, of which the input is in %s:%n%s", target, folder, String.join("\n", last))
        .isZero();
  }
}
