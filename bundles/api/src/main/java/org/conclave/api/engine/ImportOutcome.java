package org.conclave.api.engine;

import org.conclave.api.bytes.SecretBytes;

/** What came of opening a backup. */
public sealed interface ImportOutcome {
  /**
   * @param payload as it was exported; the caller wipes it
   */
  record Imported(SecretBytes payload) implements ImportOutcome {}

  /**
   * It was not opened.
   *
   * @param detail for a developer's log; holds nothing of the file
   */
  record Refused(Reason reason, String detail) implements ImportOutcome {}

  /** Why a backup is not opened. */
  enum Reason {
    NOT_A_BACKUP,
    /** It ends too early. */
    CUT_OFF,
    /** A later release of Conclave wrote it. */
    UNKNOWN_VERSION,
    /** It asks for work that no backup of Conclave asks for. */
    COST_OUT_OF_BOUNDS,
    TOO_LARGE,
    /** Opening it takes more memory than the engine has. */
    NOT_ENOUGH_MEMORY,
    /** The two cannot be told apart. */
    WRONG_PASSPHRASE_OR_DAMAGED
  }
}
