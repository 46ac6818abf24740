package org.conclave.sidecar.manager.internal;

import java.util.concurrent.TimeUnit;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The engine that calls go to, or the hope for one, or the reason why there is none. Calls wait
 * here while an engine is respawned. Thread-safe.
 */
final class CurrentEngine {
  private @Nullable EngineLink link;
  private @Nullable String failure;

  /** Calls may go to {@code next} from now on. */
  synchronized void set(EngineLink next) {
    link = next;
    failure = null;
    notifyAll();
  }

  /** There is none for the moment; calls wait for the next. */
  synchronized void expectNext() {
    link = null;
    failure = null;
    notifyAll();
  }

  /** There will be none for long; calls fail with {@code why}. */
  synchronized void fail(String why) {
    link = null;
    failure = why;
    notifyAll();
  }

  /**
   * Waits for an engine until {@code deadline}, a reading of {@link System#nanoTime}.
   *
   * @throws EngineException UNAVAILABLE if there is none for long, TIMEOUT at the deadline
   */
  synchronized EngineLink await(long deadline) throws EngineException {
    while (true) {
      EngineLink present = link;
      if (present != null) {
        return present;
      }
      if (failure != null) {
        throw new EngineException(Reason.UNAVAILABLE, failure);
      }
      if (!waitUntil(deadline)) {
        throw new EngineException(
            Reason.TIMEOUT, "the encryption engine is being restarted and was not back in time");
      }
    }
  }

  /** Waits until the engine is another than {@code broken}, or none; at most until the deadline. */
  synchronized void awaitChange(EngineLink broken, long deadline) throws EngineException {
    boolean inTime = true;
    while (inTime && link == broken) {
      inTime = waitUntil(deadline);
    }
  }

  private boolean waitUntil(long deadline) throws EngineException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Reason.UNAVAILABLE, "the calling thread was interrupted", e);
    }
  }
}
