package org.conclave.mls.rule;

/** State parts that are damaged or do not belong together: a fault of the caller, not of a peer. */
public final class StateMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public StateMismatchException(String message) {
    super(message);
  }

  public StateMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
