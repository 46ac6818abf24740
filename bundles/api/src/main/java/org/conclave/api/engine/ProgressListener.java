package org.conclave.api.engine;

import org.osgi.annotation.versioning.ConsumerType;

/** Told how far long work is. Called on the thread that waits for it, and must not block. */
@ConsumerType
@FunctionalInterface
public interface ProgressListener {
  /**
   * @param perMille from 0 to 1,000, each time more than before; an estimate until the end
   */
  void progressed(int perMille);
}
