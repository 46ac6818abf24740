package org.conclave.migration.internal;

import org.conclave.api.engine.ProgressListener;

/** How far a call is, of 1,000: only ever more, and 1,000 only at its end. Used by one thread. */
final class Progress {
  private static final int DONE = 1_000;

  private final ProgressListener listener;
  private int told = -1;

  Progress(ProgressListener listener) {
    this.listener = listener;
  }

  void at(int perMille) {
    if (perMille > told) {
      told = Math.min(perMille, DONE);
      listener.progressed(told);
    }
  }

  void done() {
    at(DONE);
  }

  /** Somebody else's progress as a part of this one. */
  ProgressListener between(int from, int to) {
    return perMille -> at(from + (to - from) * perMille / DONE);
  }
}
