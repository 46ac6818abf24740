package org.conclave.libp2p.internal.pubsub;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;

/** How threads begin and end here. */
final class Threads {
  private static final long PATIENCE_SECONDS = 5;

  private Threads() {}

  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Waits for the tasks of an executor that was shut down; interrupts those that take too long. */
  static void awaitEnd(ExecutorService executor, Logger log) {
    try {
      if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("a task does not end; it is interrupted");
        executor.shutdownNow();
        if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          log.error("a task does not end although it is interrupted");
        }
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
