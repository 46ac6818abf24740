package org.conclave.messaging.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EngineException;
import org.jspecify.annotations.Nullable;

/**
 * The way to the engine, which may die and come back at any moment. A call that found no engine, or
 * lost it, is made again with the same state until its patience ends: the engine is stateless, so a
 * repetition is harmless. Thread-safe.
 */
final class EngineGate {
  /** How long somebody who waits for an answer is made to wait for a respawn. */
  static final Duration PATIENT = Duration.ofSeconds(15);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable CryptoEngine engine;
  private boolean closed;

  /** A call of the engine. */
  @FunctionalInterface
  interface Call<T> {
    T on(CryptoEngine engine) throws EngineException;
  }

  void arrived(CryptoEngine newEngine) {
    lock.lock();
    try {
      engine = newEngine;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void departed(CryptoEngine oldEngine) {
    lock.lock();
    try {
      if (engine == oldEngine) {
        engine = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all patience. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param deadline by {@link System#nanoTime}
   * @throws EngineException UNAVAILABLE or TIMEOUT if no engine answered by the deadline; the
   *     others at once
   */
  <T> T callUntil(long deadline, Call<T> call) throws EngineException {
    while (true) {
      CryptoEngine present = await(deadline);
      EngineException failure;
      try {
        return call.on(present);
      } catch (EngineException e) {
        failure = e;
      } catch (LinkageError e) {
        // Its bundle was stopped during the call, and a class that it then needed is gone with it.
        failure =
            new EngineException(
                EngineException.Reason.UNAVAILABLE, "The encryption engine was replaced.", e);
      }
      if (!mayPass(failure) || !pause(deadline)) {
        throw failure;
      }
    }
  }

  static boolean mayPass(EngineException e) {
    return switch (e.reason()) {
      case UNAVAILABLE, TIMEOUT -> true;
      case MISUSE, INTERNAL -> false;
    };
  }

  private CryptoEngine await(long deadline) throws EngineException {
    lock.lock();
    try {
      while (engine == null && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || changed.awaitNanos(left) <= 0) {
          break;
        }
      }
      if (engine == null || closed) {
        throw new EngineException(
            EngineException.Reason.UNAVAILABLE, "The encryption engine is not running.");
      }
      return engine;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(
          EngineException.Reason.UNAVAILABLE, "Waiting for the encryption engine was cut off.", e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is time for another attempt. */
  private boolean pause(long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      boolean signalled = changed.await(Math.min(left, PAUSE.toNanos()), TimeUnit.NANOSECONDS);
      return signalled ? !closed : deadline - System.nanoTime() > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
