package org.conclave.api.migration;

/** Nothing was exported or restored. The message is for a person. */
public final class MigrationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    NOT_MEMBER,
    ALREADY_MEMBER,
    WEAK_PASSPHRASE,
    /** The file is none of ours. */
    NOT_A_BACKUP,
    CUT_OFF,
    UNKNOWN_VERSION,
    /** It asks for more work than any backup of Conclave does. */
    COST_OUT_OF_BOUNDS,
    /** The two cannot be told apart. */
    WRONG_PASSPHRASE_OR_DAMAGED,
    /** It opened, and its parts do not belong together. */
    DAMAGED,
    TOO_LARGE,
    /** Opening it takes more memory than there is. */
    NOT_ENOUGH_MEMORY,
    FILE,
    ENGINE,
    STORAGE,
    INTERRUPTED
  }

  private final Reason reason;

  public MigrationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public MigrationException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
