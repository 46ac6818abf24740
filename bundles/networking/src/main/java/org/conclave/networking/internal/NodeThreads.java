package org.conclave.networking.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's own threads, each kind for what may hold it up: the spine never blocks, the others may
 * wait for the disk. Work that comes after {@link #close} is dropped: nobody is left to want it.
 */
final class NodeThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeThreads.class);
  private static final Duration END = Duration.ofSeconds(3);
  private static final RejectedExecutionHandler DROP =
      (task, executor) -> LOG.trace("work came after the end of the node");

  /** Timers, and the state of connections. Nothing on it may block. */
  final ScheduledExecutorService spine;

  /** Follows commits, one after another, and sends what they left in the outbox. */
  final ExecutorService commits = pool("conclave-node-commits", 1);

  /** Reads of the store for peers. */
  final ExecutorService reads = pool("conclave-node-reads", 2);

  /** Writes to the store, which run one after another anyway. */
  final ExecutorService writes = pool("conclave-node-writes", 1);

  /** Verdicts on peers: apart, so that no slow call can keep members out. */
  final ExecutorService verdicts = pool("conclave-node-verdicts", 2);

  /** Calls into other bundles that may take their time: requests, announcements. */
  final ExecutorService calls = pool("conclave-node-calls", 4);

  NodeThreads() {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(1, named("conclave-node-spine"), DROP);
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    spine = timers;
  }

  private static ExecutorService pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name), DROP);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Ends all of them; what is at work has a few seconds to finish, what waits is dropped. */
  @Override
  public void close() {
    List<ExecutorService> all = List.of(spine, verdicts, calls, reads, commits, writes);
    all.forEach(ExecutorService::shutdownNow);
    long end = System.nanoTime() + END.toNanos();
    for (ExecutorService executor : all) {
      try {
        if (!executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          LOG.warn("a thread of the node is still at work in another bundle");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
