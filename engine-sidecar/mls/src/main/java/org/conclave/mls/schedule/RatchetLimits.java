package org.conclave.mls.schedule;

/**
 * How far a peer may push a ratchet.
 *
 * @param forward how many generations one message may skip
 * @param skipped how many keys of skipped generations are kept for one sender; the oldest go first
 */
public record RatchetLimits(int forward, int skipped) {
  public static final RatchetLimits DEFAULT = new RatchetLimits(1_000, 1_000);
}
