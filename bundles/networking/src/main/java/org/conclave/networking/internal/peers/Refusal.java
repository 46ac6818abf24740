package org.conclave.networking.internal.peers;

/**
 * Why two devices did not come together.
 *
 * @param reason for a log, and the end of a sentence for a person
 */
public record Refusal(String reason, Return comeBack) {
  /** When it is worth to come back. */
  public enum Return {
    /** This device brings something else next time. */
    AT_ONCE,
    /** Somebody has to act first, and may at any moment. */
    SOON,
    /** As after a failure of the network. */
    AS_USUAL,
    /** What this device brings will not change the answer. */
    RARELY
  }
}
