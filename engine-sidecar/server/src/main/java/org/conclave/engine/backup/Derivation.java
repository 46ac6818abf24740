package org.conclave.engine.backup;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One derivation, and how far it is. Owns its copy of the passphrase. */
final class Derivation implements Callable<byte[]> {
  /** Below, it is done before it is worth a sample to tell how far it is. */
  private static final long WORTH_ESTIMATING_BLOCKS = 64 * 1024;

  private final byte[] passphrase;
  private final byte[] salt;
  private final BackupCost cost;
  private final HeapBudget heap;
  private volatile @Nullable Started started;
  private boolean abandoned;
  private byte @Nullable [] key;

  private record Started(long nanos, EstimatedProgress estimate) {}

  Derivation(byte[] passphrase, byte[] salt, BackupCost cost, HeapBudget heap) {
    this.passphrase = passphrase;
    this.salt = salt;
    this.cost = cost;
    this.heap = heap;
  }

  @Override
  public byte[] call() throws NotEnoughMemoryException {
    try {
      if (isAbandoned()) {
        return new byte[0];
      }
      if (!heap.fits(cost.heapBytes())) {
        throw new NotEnoughMemoryException(cost);
      }
      if (cost.blocks() >= WORTH_ESTIMATING_BLOCKS) {
        EstimatedProgress estimate = Argon2id.estimate(cost);
        started = new Started(System.nanoTime(), estimate);
      }
      return finish(Argon2id.derive(passphrase, salt, cost));
    } finally {
      KeyDerivation.wipe(passphrase);
    }
  }

  /** From 0 to 999. */
  int perMille() {
    Started begun = started;
    return begun == null ? 0 : begun.estimate().perMille(System.nanoTime() - begun.nanos());
  }

  /** Nobody will take the key, neither one that is there already nor one to come. */
  synchronized void abandon() {
    abandoned = true;
    if (key != null) {
      KeyDerivation.wipe(key);
    }
  }

  private synchronized byte[] finish(byte[] derived) {
    key = derived;
    if (abandoned) {
      KeyDerivation.wipe(derived);
    }
    return derived;
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }
}
