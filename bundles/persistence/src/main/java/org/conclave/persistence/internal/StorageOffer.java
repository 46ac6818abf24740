package org.conclave.persistence.internal;

import org.conclave.api.storage.Storage;

/** Makes the open storage known to the rest of the application. */
@FunctionalInterface
interface StorageOffer {
  /** What is run to withdraw it. */
  Runnable offer(Storage storage);
}
