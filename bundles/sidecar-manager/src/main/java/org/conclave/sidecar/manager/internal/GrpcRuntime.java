package org.conclave.sidecar.manager.internal;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that gRPC runs on in this bundle, all in one thread group.
 *
 * <p>gRPC and Netty start further threads of their own accord (a shared timer, a global executor)
 * which end a second after their last use. They run classes of this bundle, so {@link #close} waits
 * for them as well: a thread that outlived the bundle would fail on the next class that it loads
 * and would keep the old version in memory.
 */
final class GrpcRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcRuntime.class);
  private static final long END_LIMIT_SECONDS = 6;

  private final ThreadGroup threads;
  private final EventLoopGroup eventLoop;
  private final ThreadPoolExecutor callbacks;

  /**
   * @param threads the group of the supervising thread; whatever gRPC starts on that thread joins
   *     it
   */
  GrpcRuntime(ThreadGroup threads) {
    this.threads = threads;
    eventLoop =
        new NioEventLoopGroup(
            1, new DefaultThreadFactory("engine link", true, Thread.NORM_PRIORITY, threads));
    callbacks =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(threads, work, "engine callbacks");
              thread.setDaemon(true);
              return thread;
            });
    callbacks.allowCoreThreadTimeOut(true);
  }

  EventLoopGroup eventLoop() {
    return eventLoop;
  }

  ExecutorService callbacks() {
    return callbacks;
  }

  /** Ends every thread of the group but the calling one, and waits for them. */
  @Override
  public void close() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    callbacks.shutdown();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_LIMIT_SECONDS);
    boolean interrupted = false;
    for (Thread thread = other(); thread != null; thread = other()) {
      if (System.nanoTime() - limit > 0) {
        LOG.warn("thread {} outlives the bundle", thread.getName());
        break;
      }
      try {
        thread.join(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Thread other() {
    Thread[] alive = new Thread[threads.activeCount() + 8];
    int count = threads.enumerate(alive);
    for (int i = 0; i < count; i++) {
      if (alive[i] != Thread.currentThread()) {
        return alive[i];
      }
    }
    return null;
  }
}
