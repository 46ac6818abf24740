package org.conclave.launcher.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Proportional set size of a process, as the Linux kernel counts it. */
final class ProcessMemory {
  private ProcessMemory() {}

  /**
   * @return megabytes (10^6 bytes); empty where the kernel does not tell
   */
  static OptionalDouble pssMegabytes(long pid) {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc", String.valueOf(pid), "smaps_rollup"))) {
        if (line.startsWith("Pss:")) {
          return OptionalDouble.of(Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6);
        }
      }
    } catch (IOException e) {
      // Another system, or the process is gone.
    }
    return OptionalDouble.empty();
  }
}
