package org.conclave.engine.server;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends the process as soon as the host is gone, however it went: the operating system closes the
 * pipe even when the host is killed.
 */
final class HostWatchdog {
  private HostWatchdog() {}

  static void haltWhenClosed(InputStream in) {
    Thread thread = new Thread(() -> watch(in), "host watchdog");
    thread.start();
  }

  @SuppressWarnings("EmptyCatch") // a pipe that cannot be read is a pipe that is gone
  private static void watch(InputStream in) {
    try {
      while (in.read() != -1) {
        // Nothing is expected after the secret; whatever comes is drained.
      }
    } catch (IOException gone) {
      // Falls through to the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
