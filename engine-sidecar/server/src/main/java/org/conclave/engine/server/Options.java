package org.conclave.engine.server;

/**
 * The command line: {@code --port N}.
 *
 * @param port from 1 to 65535
 */
record Options(int port) {
  static final String USAGE =
      "usage: engine-sidecar --port N   (32 bytes of launch secret on stdin)";

  /**
   * @throws IllegalArgumentException if {@code arguments} are anything but {@code --port N}
   */
  static Options parse(String... arguments) {
    if (arguments.length != 2 || !arguments[0].equals("--port")) {
      throw new IllegalArgumentException("exactly one option is known, --port N");
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
    return new Options(port);
  }
}
