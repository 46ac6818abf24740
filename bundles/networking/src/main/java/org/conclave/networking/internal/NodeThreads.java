package org.conclave.networking.internal;

import java.time.Duration;
import java.util.ArrayList;
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

  private final List<Pool> pools = new ArrayList<>();

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

  private ExecutorService pool(String name, int threads) {
    Pool pool = new Pool(name, threads);
    pools.add(pool);
    return pool;
  }

  /** Knows whether it is asked on one of its own threads. */
  private static final class Pool extends ThreadPoolExecutor {
    private final ThreadLocal<Boolean> own = new ThreadLocal<>();

    Pool(String name, int threads) {
      super(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name), DROP);
      allowCoreThreadTimeOut(true);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
      own.set(true);
    }

    /** Ends it: nothing that waits is begun any more; the caller itself is not interrupted. */
    void end() {
      if (isOwn()) {
        shutdown();
        getQueue().clear();
      } else {
        shutdownNow();
      }
    }

    boolean isOwn() {
      return own.get() != null;
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Ends all of them; what is at work has a few seconds to finish, what waits is dropped. Another
   * bundle may end the node from a call that the node made: that call is not waited for.
   */
  @Override
  public void close() {
    spine.shutdownNow();
    pools.forEach(Pool::end);
    List<ExecutorService> awaited = new ArrayList<>(pools);
    pools.stream().filter(Pool::isOwn).forEach(awaited::remove);
    awaited.add(spine);
    long end = System.nanoTime() + END.toNanos();
    for (ExecutorService executor : awaited) {
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
