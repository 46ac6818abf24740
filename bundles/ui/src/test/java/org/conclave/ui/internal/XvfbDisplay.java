package org.conclave.ui.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A display for a test that has none: an Xvfb of its own, ended with the test. */
final class XvfbDisplay implements AutoCloseable {
  private final Process process;
  private final String name;

  private XvfbDisplay(Process process, String name) {
    this.process = process;
    this.name = name;
  }

  /** Empty where Xvfb is not installed or does not start. */
  static Optional<XvfbDisplay> start() {
    try {
      Process process =
          new ProcessBuilder(
                  "Xvfb",
                  "-displayfd",
                  "1",
                  "-screen",
                  "0",
                  "1400x1000x24",
                  "-dpi",
                  "96",
                  "-nolisten",
                  "tcp")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String number = out.readLine();
      if (number == null) {
        process.destroy();
        return Optional.empty();
      }
      return Optional.of(new XvfbDisplay(process, ":" + number.strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
