package org.conclave.messaging.internal;

import org.conclave.api.storage.StorageException;

/** Carries a storage failure through the engine, whose callbacks declare none. */
final class StateUnreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StorageException failure;

  StateUnreadable(StorageException failure) {
    super(failure);
    this.failure = failure;
  }

  StorageException failure() {
    return failure;
  }
}
