package org.conclave.sidecar.manager.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.api.engine.EngineListener;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.engine.EngineStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's status, and whoever wants to hear of it. Statuses are posted by one thread at a
 * time, which also calls the listeners; the rest is thread-safe.
 */
final class StatusBoard implements EngineMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
  private volatile EngineStatus status = new EngineStatus(State.STOPPED, 0, 0, 0, "", "");

  @Override
  public EngineStatus status() {
    return status;
  }

  void add(EngineListener listener) {
    listeners.add(listener);
  }

  void remove(EngineListener listener) {
    listeners.remove(listener);
  }

  void post(EngineStatus next) {
    status = next;
    if (next.message().isEmpty()) {
      LOG.info("engine {}: pid {}, port {}", next.state(), next.pid(), next.port());
    } else {
      LOG.warn("engine {}: {}", next.state(), next.message());
    }
    for (EngineListener listener : listeners) {
      try {
        listener.engineStatusChanged(next);
      } catch (RuntimeException e) {
        LOG.error("{} failed on an engine status", listener.getClass().getName(), e);
      }
    }
  }
}
