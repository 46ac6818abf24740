package org.conclave.messaging.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundle's threads. They come when there is work, go when there is none, and all end with
 * {@link #close}.
 */
final class Workers implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final int THREADS = 8;
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor timer;

  Workers() {
    workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("conclave-messaging-"));
    workers.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, named("conclave-messaging-timer-"));
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * @throws RejectedExecutionException once these workers are closed
   */
  @Override
  public void execute(Runnable task) {
    workers.execute(task);
  }

  /**
   * Runs {@code task} once, later; not at all once these workers are closed. It must only hand work
   * on.
   */
  void later(Duration delay, Runnable task) {
    try {
      timer.schedule(() -> handOn(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Scheduled nothing: messaging is stopping");
    }
  }

  private static void handOn(Runnable task) {
    try {
      task.run();
    } catch (RejectedExecutionException e) {
      LOG.debug("Started nothing: messaging is stopping");
    } catch (RuntimeException e) {
      LOG.error("A task of messaging failed; this is a fault of ours", e);
    }
  }

  /** Waits for the work under way, at most twice {@link #GRACE}; afterwards no thread is left. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    if (!ended(workers)) {
      workers.shutdownNow();
      if (!ended(workers)) {
        LOG.warn("Messaging left work running that does not end");
      }
    }
    if (!ended(timer)) {
      LOG.warn("The timer of messaging does not end");
    }
  }

  private static boolean ended(ExecutorService executor) {
    try {
      return executor.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
