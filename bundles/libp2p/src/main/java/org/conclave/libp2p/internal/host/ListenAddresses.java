package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.EventExecutor;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.conclave.libp2p.internal.transport.SocketAddresses;
import org.conclave.libp2p.internal.transport.Transport;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a host can be reached, which changes as network interfaces come and go. */
final class ListenAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(ListenAddresses.class);
  private static final long INTERVAL_SECONDS = 10;

  private final List<Transport.Listener> listeners = new CopyOnWriteArrayList<>();
  private final Consumer<List<Multiaddr>> changed;
  private volatile List<Multiaddr> current = List.of();

  /**
   * @param changed is told the new addresses, on the thread that found out
   */
  ListenAddresses(Consumer<List<Multiaddr>> changed) {
    this.changed = changed;
  }

  void add(Transport.Listener listener) {
    listeners.add(listener);
    refresh();
  }

  List<Multiaddr> current() {
    return current;
  }

  /** Looks again from time to time, on {@code lookups} since the system may take long. */
  void watch(EventExecutor timer, Executor lookups) {
    if (listeners.isEmpty()) {
      return;
    }
    timer.scheduleAtFixedRate(
        () -> {
          try {
            lookups.execute(this::refresh);
          } catch (RejectedExecutionException e) {
            LOG.debug("no thread is free to look for network interfaces");
          }
        },
        INTERVAL_SECONDS,
        INTERVAL_SECONDS,
        TimeUnit.SECONDS);
  }

  private synchronized void refresh() {
    List<Multiaddr> found = new ArrayList<>();
    for (Transport.Listener listener : listeners) {
      try {
        found.addAll(SocketAddresses.expand(listener.address()));
      } catch (SocketException e) {
        LOG.warn("the network interfaces cannot be listed", e);
        return;
      }
    }
    if (!found.equals(current)) {
      current = List.copyOf(found);
      changed.accept(current);
    }
  }

  void close() {
    listeners.forEach(Transport.Listener::close);
    listeners.clear();
  }
}
