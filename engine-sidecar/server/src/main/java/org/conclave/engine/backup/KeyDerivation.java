package org.conclave.engine.backup;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Derives keys on a thread of its own, one after the other, so that there is never more than one
 * derivation's memory in use, and whoever waits can be told how far it is. Thread-safe.
 */
public final class KeyDerivation {
  private static final long TELL_MILLIS = 100;

  private final HeapBudget heap;
  private final ThreadPoolExecutor thread;

  public KeyDerivation(HeapBudget heap) {
    this.heap = heap;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread created = new Thread(work, "key derivation");
              created.setDaemon(true);
              return created;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Blocks until the key is there. A derivation that has begun cannot be stopped: one that is
   * cancelled goes on unheard, and its key is wiped.
   *
   * @return {@value Argon2id#KEY_SIZE} bytes, the caller's
   * @throws NotEnoughMemoryException before anything was begun
   */
  byte[] derive(byte[] passphrase, byte[] salt, BackupCost cost, DerivationWatch watch)
      throws NotEnoughMemoryException, DerivationCancelledException {
    Derivation derivation = new Derivation(passphrase.clone(), salt, cost, heap);
    FutureTask<byte[]> task = new FutureTask<>(derivation);
    boolean taken = false;
    try {
      watch.progressed(0);
      thread.execute(task);
      byte[] key = await(derivation, task, watch);
      watch.progressed(EstimatedProgress.END);
      taken = true;
      return key;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DerivationCancelledException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotEnoughMemoryException tooMuch) {
        throw tooMuch;
      }
      throw new IllegalStateException("Argon2id failed", e.getCause());
    } finally {
      if (!taken) {
        derivation.abandon();
      }
    }
  }

  private static byte[] await(Derivation derivation, FutureTask<byte[]> task, DerivationWatch watch)
      throws InterruptedException, ExecutionException, DerivationCancelledException {
    int told = 0;
    while (true) {
      try {
        return task.get(TELL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillWorking) {
        if (watch.cancelled()) {
          throw new DerivationCancelledException();
        }
        int now = derivation.perMille();
        if (now > told) {
          watch.progressed(now);
          told = now;
        }
      }
    }
  }

  /** Whether a derivation is under way or waits. */
  boolean isBusy() {
    return thread.getActiveCount() > 0 || !thread.getQueue().isEmpty();
  }

  static void wipe(byte[] secret) {
    Arrays.fill(secret, (byte) 0);
  }
}
