package org.conclave.engine.server;

import java.io.IOException;

/** Another process listens on the port already. */
final class PortTakenException extends IOException {
  private static final long serialVersionUID = 1L;

  PortTakenException(Throwable cause) {
    super("the port is taken", cause);
  }
}
