package org.conclave.ui.internal.work;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Work that a person may end: the thread that does it is interrupted, or it does not begin. What it
 * comes to is told all the same, because it may have been done already. Thread-safe.
 */
public final class Endable<T> implements Callable<T> {
  private final Callable<T> work;
  private @Nullable Thread worker;
  private boolean ended;

  public Endable(Callable<T> work) {
    this.work = work;
  }

  @Override
  public T call() throws Exception {
    synchronized (this) {
      if (ended) {
        throw new InterruptedException("ended before it began");
      }
      worker = Thread.currentThread();
    }
    try {
      return work.call();
    } finally {
      synchronized (this) {
        worker = null;
        // The thread goes on to other work, which nobody ended.
        Thread.interrupted();
      }
    }
  }

  public synchronized void end() {
    ended = true;
    Thread running = worker;
    if (running != null) {
      running.interrupt();
    }
  }
}
