package org.conclave.messaging.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service that may be there or not. Thread-safe. */
final class Slot<T> {
  private volatile @Nullable T service;

  Optional<T> get() {
    return Optional.ofNullable(service);
  }

  void arrived(T newService) {
    service = newService;
  }

  /** The framework may bind a successor before it unbinds {@code oldService}. */
  synchronized void departed(T oldService) {
    if (service == oldService) {
      service = null;
    }
  }
}
