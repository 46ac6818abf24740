package org.conclave.engine.backup;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id version 1.3, RFC 9106, and how long it takes here. */
final class Argon2id {
  static final int KEY_SIZE = 32;

  /** Fills a few thousandths of what the standard cost does. */
  private static final BackupCost SAMPLE = new BackupCost(4 * 1024, 1, 1);

  private static final int WORTH_COLLECTING_KIB = 16 * 1024;

  private Argon2id() {}

  /** A key; the memory that it took is given back to the system. */
  static byte[] derive(byte[] passphrase, byte[] salt, BackupCost cost) {
    byte[] key = fill(passphrase, salt, cost);
    if (cost.memoryKib() >= WORTH_COLLECTING_KIB) {
      // Else the heap kept the size of blocks that nobody needs again for the life of the process.
      System.gc();
    }
    return key;
  }

  /** How long {@code cost} takes on this machine, as busy as it is now, by a small sample. */
  static EstimatedProgress estimate(BackupCost cost) {
    byte[] nothing = new byte[16];
    // The first run is slow for want of compiled code, and would stand for no other.
    fill(nothing, nothing, SAMPLE);
    long started = System.nanoTime();
    fill(nothing, nothing, SAMPLE);
    long sampled = Math.max(System.nanoTime() - started, 1);
    return new EstimatedProgress(Math.max(sampled * cost.blocks() / SAMPLE.blocks(), 1));
  }

  /** In a frame of its own, which holds the generator's blocks no longer than they are needed. */
  private static byte[] fill(byte[] passphrase, byte[] salt, BackupCost cost) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] key = new byte[KEY_SIZE];
    generator.generateBytes(passphrase, key);
    return key;
  }
}
