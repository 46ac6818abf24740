package org.conclave.api.audit;

/** The log could not be read or written. The message is for a person. */
public final class AuditException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The file cannot be read or written. */
    FILE,
    STORAGE
  }

  private final Reason reason;

  public AuditException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
