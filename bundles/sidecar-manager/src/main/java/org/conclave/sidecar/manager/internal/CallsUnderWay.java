package org.conclave.sidecar.manager.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineException.Reason;

/**
 * Who is in a call right now, so that the bundle can stop when nobody is: a thread that is still in
 * its code when it has stopped may need a class that is no longer loaded. Thread-safe.
 */
final class CallsUnderWay {
  private int underWay;
  private boolean closed;

  /**
   * Each return is to be followed by one {@link #leave}.
   *
   * @throws EngineException UNAVAILABLE from {@link #close} on
   */
  synchronized void enter() throws EngineException {
    if (closed) {
      throw new EngineException(Reason.UNAVAILABLE, "The encryption engine was switched off.");
    }
    underWay++;
  }

  synchronized void leave() {
    underWay--;
    notifyAll();
  }

  /** Lets nobody enter any more. */
  synchronized void close() {
    closed = true;
  }

  /**
   * Waits until nobody is in a call, at most so long; returns early, with the thread's interrupt
   * status set, when it is interrupted.
   *
   * @return whether nobody is
   */
  synchronized boolean awaitNone(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toNanos(); underWay > 0 && left > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return underWay == 0;
  }
}
