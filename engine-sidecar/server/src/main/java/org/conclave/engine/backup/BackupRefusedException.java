package org.conclave.engine.backup;

/** A file that is not opened. Its message holds nothing of the file's content. */
public final class BackupRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** It does not begin like a backup. */
    NOT_A_BACKUP,
    /** It ends within its header. */
    CUT_OFF,
    /** A later release wrote it. */
    UNKNOWN_VERSION,
    /** Its header asks Argon2id for more, or for less, than any backup needs. */
    COST_OUT_OF_BOUNDS,
    /** It is larger than a backup may be. */
    TOO_LARGE,
    /** What its header asks for is allowed, and more than this process has. */
    NOT_ENOUGH_MEMORY,
    /** It does not authenticate. Which of the two it is cannot be told apart. */
    WRONG_PASSPHRASE_OR_DAMAGED
  }

  private final Kind kind;

  BackupRefusedException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
