package org.conclave.messaging.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;

/**
 * What every part of messaging works with.
 *
 * @param names of this profile's rows in the key-value store
 */
record MessagingContext(
    Storage storage,
    UserId self,
    OrganisationId organisation,
    Signer signer,
    EngineGate engine,
    Slot<Network> network,
    Slot<Organisation> directory,
    Workers workers,
    Clock clock,
    KeyedNames names) {
  /** How often work is done anew because somebody else advanced the group. */
  static final int ATTEMPTS = 8;

  /** How long what could not be delivered is kept to be sent. */
  private static final Duration DELIVERY_TIME = Duration.ofDays(30);

  Instant now() {
    return clock.instant();
  }

  Instant deliveryEnd() {
    return now().plus(DELIVERY_TIME);
  }

  /** A call for somebody who waits for its answer. */
  <T> T callPatiently(EngineGate.Call<T> call) throws EngineException, StorageException {
    return callUntil(System.nanoTime() + EngineGate.PATIENT.toNanos(), call);
  }

  /** One attempt: for work that will be offered again. */
  <T> T callOnce(EngineGate.Call<T> call) throws EngineException, StorageException {
    return callUntil(System.nanoTime(), call);
  }

  /**
   * @param deadline by {@link System#nanoTime}
   * @throws StorageException if the engine asked for state that could not be read
   */
  <T> T callUntil(long deadline, EngineGate.Call<T> call) throws EngineException, StorageException {
    try {
      return engine.callUntil(deadline, call);
    } catch (StateUnreadable e) {
      throw e.failure();
    }
  }
}
