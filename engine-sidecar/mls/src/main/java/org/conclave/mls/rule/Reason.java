package org.conclave.mls.rule;

/** Why input was refused. */
public enum Reason {
  /** Does not parse, or is larger than its kind may be. */
  MALFORMED,
  /** Parses, and breaks a validation rule. */
  INVALID,
  /** Authentication of a ciphertext failed. */
  DECRYPTION_FAILED,
  /** Its key was used already, or was skipped so long ago that it was dropped. */
  REPLAYED,
  /** Its generation is further ahead than the forward limit. */
  TOO_FAR_AHEAD,
  /** A suite, version or extension that is not supported here. */
  UNSUPPORTED,
  /** A pre-shared key that was not given. */
  UNKNOWN_PSK,
  /** A Welcome that names none of the key packages given. */
  NOT_FOR_US
}
