package org.conclave.engine.backup;

/** Whoever waits for a derivation. Called on the waiting thread, several times a second. */
public interface DerivationWatch {
  /** Whether the result is wanted no more. */
  boolean cancelled();

  /**
   * How far it has come, from 0 to 1,000; never less than before. 1,000 comes once, at the end.
   * Argon2id tells nothing of itself, so that what comes before is an estimate.
   */
  void progressed(int perMille);
}
