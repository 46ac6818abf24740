package org.conclave.networking.internal.sync;

/** A peer sent what the protocol does not allow. Expected; it ends the stream, not more. */
final class MalformedFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    super(message);
  }

  MalformedFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
