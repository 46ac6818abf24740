package org.conclave.messaging.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in the order in which they were given, on threads that it borrows
 * from {@code workers}. Thread-safe. Every task that was taken runs, also while the workers stop. A
 * task that throws is logged and does not stop the ones behind it.
 */
final class Lane implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final Executor workers;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  Lane(Executor workers) {
    this.workers = workers;
  }

  /**
   * @throws RejectedExecutionException if the workers are stopping; the task does not run
   */
  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      if (!running) {
        workers.execute(this::runNext);
        running = true;
      }
      tasks.add(task);
    }
  }

  /** One task a turn, so that a busy group does not keep a thread from the others. */
  private void runNext() {
    do {
      Runnable task;
      synchronized (tasks) {
        task = tasks.poll();
      }
      if (task != null) {
        run(task);
      }
    } while (!handedOn());
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      // A linkage error is what is left of a bundle that was stopped while it was called.
      LOG.error("A task of messaging failed; this is a fault of ours", e);
    }
  }

  /** False where tasks are left and the workers take no more: this thread then finishes them. */
  private boolean handedOn() {
    synchronized (tasks) {
      if (tasks.isEmpty()) {
        running = false;
        return true;
      }
      try {
        workers.execute(this::runNext);
        return true;
      } catch (RejectedExecutionException e) {
        LOG.debug("Finishing {} queued tasks while messaging stops", tasks.size());
        return false;
      }
    }
  }
}
