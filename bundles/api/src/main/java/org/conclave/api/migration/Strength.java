package org.conclave.api.migration;

/** How hard a passphrase is to guess. */
public enum Strength {
  /** Refused: guessed in hours even through Argon2id. */
  WEAK,
  FAIR,
  GOOD,
  STRONG
}
