package org.conclave.engine.server;

import org.conclave.mls.crypto.OfferedSuites;

/**
 * The command line: {@code --port N}, and {@code --post-quantum} to offer the hybrid cipher suite
 * too.
 *
 * @param port from 1 to 65535
 */
record Options(int port, OfferedSuites suites) {
  static final String USAGE =
      "usage: engine-sidecar --port N [--post-quantum]   (32 bytes of launch secret on stdin)";

  /**
   * @throws IllegalArgumentException if {@code arguments} are anything else
   */
  static Options parse(String... arguments) {
    boolean postQuantum = arguments.length == 3 && arguments[2].equals("--post-quantum");
    if (arguments.length != 2 && !postQuantum || !arguments[0].equals("--port")) {
      throw new IllegalArgumentException("--port N is needed; --post-quantum may follow");
    }
    int port;
    try {
      port = Integer.parseInt(arguments[1]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a port: " + arguments[1], e);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    return new Options(
        port, postQuantum ? OfferedSuites.WITH_POST_QUANTUM : OfferedSuites.RFC_9420);
  }
}
