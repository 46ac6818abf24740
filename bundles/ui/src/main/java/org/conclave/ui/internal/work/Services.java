package org.conclave.ui.internal.work;

import java.awt.EventQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The services that are there now. Every one may come and go at any time. Thread-safe.
 *
 * <p>A service can be had off the event thread only: asking on it is a bug of the window and throws
 * {@link IllegalStateException}, so that no call that might wait is ever made there.
 */
public final class Services {
  private final Map<Class<?>, Object> bound = new HashMap<>();

  public synchronized <T> void bind(Class<T> type, T service) {
    bound.put(type, service);
    notifyAll();
  }

  /** Withdraws {@code service} unless another has taken its place already. */
  public synchronized <T> void unbind(Class<T> type, T service) {
    bound.remove(type, service);
    notifyAll();
  }

  public <T> Optional<T> find(Class<T> type) {
    forbidEventThread();
    synchronized (this) {
      return Optional.ofNullable(type.cast(bound.get(type)));
    }
  }

  public <T> T require(Class<T> type) throws ServiceOffException {
    return find(type).orElseThrow(() -> new ServiceOffException(type));
  }

  /** Waits up to {@code patience} for a service that is about to come. */
  public <T> T await(Class<T> type, Duration patience)
      throws ServiceOffException, InterruptedException {
    forbidEventThread();
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      while (!bound.containsKey(type)) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new ServiceOffException(type);
        }
        wait(left);
      }
      return type.cast(bound.get(type));
    }
  }

  private static void forbidEventThread() {
    if (EventQueue.isDispatchThread()) {
      throw new IllegalStateException("a service was asked for on the event thread");
    }
  }
}
