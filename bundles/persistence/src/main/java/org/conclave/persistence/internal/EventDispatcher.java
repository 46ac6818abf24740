package org.conclave.persistence.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.conclave.api.storage.ProfileListener;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.StoreListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners, on one thread, in the order in which it was told. A listener that throws is
 * logged and disturbs nobody else. Thread-safe.
 */
final class EventDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
  private static final long PATIENCE_SECONDS = 5;

  private final List<StoreListener> storeListeners = new CopyOnWriteArrayList<>();
  private final List<ProfileListener> profileListeners = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
  private volatile @Nullable Thread thread;

  void add(StoreListener listener) {
    storeListeners.add(listener);
  }

  void remove(StoreListener listener) {
    storeListeners.remove(listener);
  }

  void add(ProfileListener listener) {
    profileListeners.add(listener);
  }

  void remove(ProfileListener listener) {
    profileListeners.remove(listener);
  }

  void committed(List<StoreEvent> events) {
    enqueue(() -> tellAll(storeListeners, listener -> listener.committed(events)));
  }

  void statusChanged(ProfileStatus status) {
    enqueue(() -> tellAll(profileListeners, listener -> listener.profileStatusChanged(status)));
  }

  /**
   * Delivers what is queued and ends the thread. A listener that blocks is waited for a few
   * seconds, then interrupted.
   */
  @Override
  public void close() {
    executor.shutdown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("A listener blocks the delivery of events; what is queued is dropped");
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void enqueue(Runnable delivery) {
    try {
      executor.execute(delivery);
    } catch (RejectedExecutionException e) {
      LOG.debug("An event came after the bundle stopped and is dropped", e);
    }
  }

  private static <L> void tellAll(List<L> listeners, Consumer<L> call) {
    for (L listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException | LinkageError | AssertionError e) {
        LOG.error("The listener {} failed", listener.getClass().getName(), e);
      }
    }
  }

  private Thread newThread(Runnable work) {
    Thread created = new Thread(work, "conclave-persistence-events");
    created.setDaemon(true);
    created.setContextClassLoader(EventDispatcher.class.getClassLoader());
    thread = created;
    return created;
  }
}
