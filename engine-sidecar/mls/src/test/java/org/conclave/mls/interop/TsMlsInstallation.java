package org.conclave.mls.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** ts-mls as {@code src/test/js} names it, installed into the build folder. */
final class TsMlsInstallation {
  static final Path FOLDER = Path.of("target", "ts-mls");

  private static final Path SOURCE = Path.of("src", "test", "js");
  private static final String LOCK = "package-lock.json";
  private static final long NODE_SECONDS = 30;
  private static final long INSTALL_SECONDS = 300;

  private TsMlsInstallation() {}

  /** Installs once for as long as the lock file stays the same; the reason if it cannot be done. */
  static Optional<String> install() {
    try {
      Files.createDirectories(FOLDER);
      for (String file : List.of("package.json", LOCK, "members.mjs")) {
        Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Optional<String> noNode = run("Node.js is not there", NODE_SECONDS, "node", "--version");
      Path installed = FOLDER.resolve("installed.json");
      if (noNode.isPresent()
          || Files.exists(installed) && Files.mismatch(SOURCE.resolve(LOCK), installed) < 0) {
        return noNode;
      }
      Optional<String> failed =
          run(
              "npm cannot install ts-mls",
              INSTALL_SECONDS,
              "npm",
              "ci",
              "--ignore-scripts",
              "--no-audit",
              "--no-fund");
      if (failed.isEmpty()) {
        Files.copy(SOURCE.resolve(LOCK), installed, StandardCopyOption.REPLACE_EXISTING);
      }
      return failed;
    } catch (IOException e) {
      return Optional.of("ts-mls cannot be installed: " + e.getMessage());
    }
  }

  private static Optional<String> run(String obstacle, long seconds, String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(FOLDER.resolve(command[0] + ".log").toFile());
      // The lock file names no registry, so that any will do.
      builder.environment().put("npm_config_omit_lockfile_registry_resolved", "true");
      Process process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of(obstacle + ": not within " + seconds + " s");
      }
      int status = process.exitValue();
      return status == 0 ? Optional.empty() : Optional.of(obstacle + ": exit status " + status);
    } catch (IOException e) {
      return Optional.of(obstacle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(obstacle + ": interrupted");
    }
  }
}
