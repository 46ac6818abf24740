package org.conclave.libp2p.multiformats;

import org.jspecify.annotations.Nullable;

/**
 * A text or some bytes are not the value they claim to be. Whoever parses what a peer sent must
 * expect it.
 */
public final class MultiformatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public MultiformatException(String message) {
    super(message);
  }

  public MultiformatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
