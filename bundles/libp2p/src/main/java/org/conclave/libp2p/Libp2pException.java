package org.conclave.libp2p;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something between this host and a peer did not work out. The message says what, in words fit for
 * a log; it never holds a secret.
 */
public class Libp2pException extends IOException {
  private static final long serialVersionUID = 1L;

  public Libp2pException(String message) {
    super(message);
  }

  public Libp2pException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
