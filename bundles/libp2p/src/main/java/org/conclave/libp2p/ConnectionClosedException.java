package org.conclave.libp2p;

import org.jspecify.annotations.Nullable;

/** The connection under an operation is gone. */
public final class ConnectionClosedException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  public ConnectionClosedException(String message) {
    super(message);
  }

  public ConnectionClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
