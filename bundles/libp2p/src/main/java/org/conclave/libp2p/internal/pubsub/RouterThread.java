package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real environment: a thread, the system's clock, and chance seeded by the system. */
final class RouterThread implements Environment, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterThread.class);

  private final ScheduledThreadPoolExecutor executor;
  private final RandomGenerator random;
  private volatile @Nullable Thread thread;

  RouterThread(String name, long seed) {
    random = new SplittableRandom(seed);
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(task, name);
              created.setDaemon(true);
              thread = created;
              return created;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.prestartCoreThread();
  }

  @Override
  public long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void execute(Runnable task) {
    offer(task);
  }

  /** {@link #execute}; returns whether the task will run: after the end none does. */
  boolean offer(Runnable task) {
    try {
      executor.execute(guarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      LOG.trace("a task came after the end", e);
      return false;
    }
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    try {
      executor.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.trace("a task came after the end", e);
    }
  }

  /** A turn that fails is a defect of ours; the next one must still run. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a turn of the router failed", e);
      }
    };
  }

  /** Ends the thread after the tasks that were handed over, and waits for it unless on it. */
  @Override
  public void close() {
    executor.shutdown();
    if (!isCurrent()) {
      Threads.awaitEnd(executor, LOG);
    }
  }
}
