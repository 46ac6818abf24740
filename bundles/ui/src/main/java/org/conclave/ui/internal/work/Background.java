package org.conclave.ui.internal.work;

import java.awt.EventQueue;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work off the event thread, in lanes: what is given to one lane runs in order, and no lane waits
 * for another. What comes of it is delivered on the event thread, unless this was closed meanwhile.
 * Thread-safe.
 */
public final class Background implements AutoCloseable {
  /** Who waits for whom. */
  public enum Lane {
    /** Short reads that the screen waits for. */
    READ,
    /** Messages on their way to be committed. */
    SEND,
    /** What takes a second or waits on the network. */
    SLOW,
    /** What takes many seconds, and can be ended by the person. */
    LONG,
    /** Locking the profile, which waits for nothing. */
    LOCK
  }

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long CLOSE_PATIENCE_SECONDS = 3;
  private static final long IDLE_SECONDS = 30;

  private final Map<Lane, ExecutorService> lanes = new EnumMap<>(Lane.class);
  private volatile boolean closed;

  public Background() {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, newLane("conclave-window-" + lane.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static ExecutorService newLane(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Runs {@code work}, then on the event thread {@code then} or {@code failed}. */
  public <T> void run(Lane lane, Callable<T> work, Consumer<T> then, Consumer<Exception> failed) {
    submit(
        lane,
        () -> {
          T result;
          try {
            result = work.call();
          } catch (Exception e) {
            LOG.debug("Work of the window failed: {}", e.toString());
            deliver(() -> failed.accept(e));
            return;
          }
          deliver(() -> then.accept(result));
        });
  }

  /** Runs {@code work} whose failure is of no concern to the person: it is logged. */
  public void run(Lane lane, Work work) {
    submit(
        lane,
        () -> {
          try {
            work.run();
          } catch (Exception e) {
            LOG.info("Work of the window failed: {}", e.toString());
          }
        });
  }

  /** Runs {@code onEventThread} there soon, unless this is closed by then. */
  public void deliver(Runnable onEventThread) {
    EventQueue.invokeLater(
        () -> {
          if (!closed) {
            onEventThread.run();
          }
        });
  }

  private void submit(Lane lane, Runnable work) {
    try {
      Objects.requireNonNull(lanes.get(lane)).execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("The window is closing; its work is dropped");
    }
  }

  /** Interrupts what runs, drops the rest and waits a moment. Nothing is delivered after. */
  @Override
  public void close() {
    closed = true;
    lanes.values().forEach(ExecutorService::shutdownNow);
    for (ExecutorService lane : lanes.values()) {
      try {
        if (!lane.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("Work of the window did not end when it was told to");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Something to do. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }
}
