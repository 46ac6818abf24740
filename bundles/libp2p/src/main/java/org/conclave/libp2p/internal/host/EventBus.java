package org.conclave.libp2p.internal.host;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.conclave.libp2p.HostEvent;
import org.conclave.libp2p.HostListener;
import org.conclave.libp2p.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events one after another, in the order in which they were published. */
final class EventBus {
  private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

  private final Executor thread;
  private final CopyOnWriteArrayList<HostListener> listeners;

  /**
   * @param thread runs one task at a time, in order
   */
  EventBus(Executor thread, List<HostListener> listeners) {
    this.thread = thread;
    this.listeners = new CopyOnWriteArrayList<>(listeners);
  }

  Registration add(HostListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Whoever publishes under a lock fixes the order by it; nothing is delivered in this call. */
  void publish(HostEvent event) {
    try {
      thread.execute(() -> deliver(event));
    } catch (RejectedExecutionException e) {
      LOG.trace("the host is closed: {} has no listener any more", event);
    }
  }

  private void deliver(HostEvent event) {
    for (HostListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        LOG.error("a listener failed on {}", event, e);
      }
    }
  }
}
