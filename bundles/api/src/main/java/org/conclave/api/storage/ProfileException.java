package org.conclave.api.storage;

/**
 * The profile could not be created or unlocked. The message is for a person: what happened, what it
 * means, what to do.
 */
public final class ProfileException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    ABSENT,
    ALREADY_EXISTS,
    WEAK_PASSPHRASE,
    WRONG_PASSPHRASE,
    /** Another process has it open. */
    IN_USE,
    /** The database or its header is not what was written. */
    DAMAGED,
    /** Written by a newer version of the product. */
    TOO_NEW,
    /** The disk is full, read-only or failing. */
    DISK
  }

  private final Reason reason;

  public ProfileException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ProfileException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
