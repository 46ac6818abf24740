package org.conclave.onboarding.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.organisation.OwnStanding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what changed, on onboarding's own thread and in order. A listener that throws
 * does not disturb the others. Thread-safe.
 */
final class OrganisationEvents {
  private static final Logger log = LoggerFactory.getLogger(OrganisationEvents.class);

  private final List<OrganisationListener> listeners = new CopyOnWriteArrayList<>();
  private final Executor executor;

  OrganisationEvents(Executor executor) {
    this.executor = executor;
  }

  void add(OrganisationListener listener) {
    listeners.add(listener);
  }

  void remove(OrganisationListener listener) {
    listeners.remove(listener);
  }

  void changed() {
    tell(OrganisationListener::organisationChanged);
  }

  void standing(OwnStanding standing) {
    tell(listener -> listener.standingChanged(standing));
  }

  void refused(String message) {
    tell(listener -> listener.refused(message));
  }

  private void tell(Consumer<OrganisationListener> event) {
    try {
      executor.execute(() -> listeners.forEach(listener -> tell(listener, event)));
    } catch (RejectedExecutionException stopping) {
      log.debug("A change is not told: onboarding stops");
    }
  }

  private static void tell(OrganisationListener listener, Consumer<OrganisationListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException failure) {
      log.error("A listener failed: {}", listener.getClass().getName(), failure);
    }
  }
}
