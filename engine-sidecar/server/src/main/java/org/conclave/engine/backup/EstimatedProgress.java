package org.conclave.engine.backup;

/**
 * How far work has come of which only its probable time is known. Grows with the time until four
 * fifths of what was expected, then ever more slowly, and never reaches the end by itself: work
 * that takes longer than expected still moves, and none seems to be done before it is.
 *
 * @param expectedNanos more than 0
 */
record EstimatedProgress(long expectedNanos) {
  static final int END = 1_000;

  private static final double LINEAR = 0.8;

  /** From 0 to 999, growing with {@code elapsedNanos}. */
  int perMille(long elapsedNanos) {
    double time = Math.max(elapsedNanos, 0) / (double) expectedNanos;
    double done =
        time < LINEAR ? time : 1 - (1 - LINEAR) * Math.exp(-(time - LINEAR) / (1 - LINEAR));
    return Math.min((int) (done * END), END - 1);
  }
}
