package org.conclave.api.network;

/** Something did not reach a peer. The message is for a person. */
public final class NetworkException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No device of this member is known, or none can be reached now. */
    UNREACHABLE,
    /** One side refused to admit the other. */
    NOT_ADMITTED,
    TIMEOUT,
    /** The peer answered with what the protocol does not allow, or refused the protocol. */
    PROTOCOL,
    INVALID_ADDRESS,
    /** The node is stopping. */
    CLOSED
  }

  private final Reason reason;

  public NetworkException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public NetworkException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
