package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EngineException;
import org.conclave.api.organisation.OrganisationException;
import org.jspecify.annotations.Nullable;

/** The engine, which comes and goes: it is spawned while the person still types a name. */
final class EngineSlot {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Duration patience;
  private @Nullable CryptoEngine engine;

  EngineSlot(Duration patience) {
    this.patience = patience;
  }

  void set(CryptoEngine arrived) {
    lock.lock();
    try {
      engine = arrived;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets {@code gone}, unless another engine has taken its place already. */
  void unset(CryptoEngine gone) {
    lock.lock();
    try {
      if (engine == gone) {
        engine = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The engine, waited for if it is on its way.
   *
   * @throws EngineException UNAVAILABLE if none came in time or the thread was interrupted
   */
  CryptoEngine get() throws EngineException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (engine == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (engine == null) {
        throw unavailable("no engine within " + patience.toSeconds() + " s", null);
      }
      return engine;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for the engine", stop);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keys for a new device, of which the engine makes those for MLS.
   *
   * @throws OrganisationException ENGINE
   */
  OwnKeys newKeys(SecureRandom random) throws OrganisationException {
    try {
      return OwnKeys.generate(random, get().createIdentity());
    } catch (EngineException failure) {
      throw new OrganisationException(
          OrganisationException.Reason.ENGINE,
          "The encryption engine did not answer, so no keys could be made. Nothing was changed."
              + " Wait a moment and try again; if it stays so, restart Conclave.",
          failure);
    }
  }

  private static EngineException unavailable(String message, @Nullable Throwable cause) {
    return cause == null
        ? new EngineException(EngineException.Reason.UNAVAILABLE, message)
        : new EngineException(EngineException.Reason.UNAVAILABLE, message, cause);
  }
}
