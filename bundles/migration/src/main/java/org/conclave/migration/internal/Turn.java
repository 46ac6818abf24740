package org.conclave.migration.internal;

import org.conclave.api.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * One call at a time, each on its caller's thread, and an end to them when the bundle stops.
 * Thread-safe.
 */
final class Turn {
  /** What a call does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws MigrationException;
  }

  private @Nullable Thread running;
  private boolean stopped;
  private boolean interruptedHere;

  /**
   * Runs {@code work} when it is its turn.
   *
   * @throws MigrationException INTERRUPTED, too, if the thread was interrupted while it waited or
   *     {@link #stop} came before
   * @throws IllegalStateException from within work
   */
  <T> T take(Work<T> work) throws MigrationException {
    enter();
    try {
      return work.run();
    } catch (MigrationException e) {
      throw e.reason() == MigrationException.Reason.INTERRUPTED && isStopped()
          ? Refusals.stopped()
          : e;
    } finally {
      leave();
    }
  }

  /** Interrupts the call that runs and waits for its end, at most so long; refuses all others. */
  synchronized void stop(long patienceMillis) {
    stopped = true;
    notifyAll();
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    interruptedHere = true;
    running.interrupt();
    long deadline = System.nanoTime() + patienceMillis * 1_000_000;
    try {
      while (running != null && System.nanoTime() < deadline) {
        wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void enter() throws MigrationException {
    if (running == Thread.currentThread()) {
      throw new IllegalStateException("called from within a call");
    }
    try {
      while (running != null && !stopped) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusals.interrupted();
    }
    if (stopped) {
      throw Refusals.stopped();
    }
    running = Thread.currentThread();
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized void leave() {
    running = null;
    if (interruptedHere) {
      // The thread is its caller's: the interruption was for the call alone.
      Thread.interrupted();
      interruptedHere = false;
    }
    notifyAll();
  }
}
