package org.conclave.engine.backup;

/**
 * What it costs to try one passphrase: the parameters of Argon2id, RFC 9106 section 3.1.
 *
 * @param memoryKib memory in KiB
 */
public record BackupCost(int memoryKib, int passes, int lanes) {
  /** 256 MiB, 3 passes, 4 lanes. */
  public static final BackupCost STANDARD = new BackupCost(256 * 1024, 3, 4);

  private static final int MIN_MEMORY_KIB = 1024;
  private static final int MAX_MEMORY_KIB = 1024 * 1024;
  private static final int MAX_PASSES = 16;
  private static final int MAX_LANES = 16;

  /** A block of 1 KiB is an object with an array of its own. */
  private static final long HEAP_BYTES_PER_KIB = 1_072;

  /**
   * @throws IllegalArgumentException outside of 1 MiB to 1 GiB, 1 to 16 passes, 1 to 16 lanes: less
   *     protects nothing, and more is a file that wants to stall the machine
   */
  public BackupCost {
    if (memoryKib < MIN_MEMORY_KIB
        || memoryKib > MAX_MEMORY_KIB
        || passes < 1
        || passes > MAX_PASSES
        || lanes < 1
        || lanes > MAX_LANES) {
      throw new IllegalArgumentException(
          "Argon2id takes 1 MiB to 1 GiB, 1 to 16 passes and 1 to 16 lanes here");
    }
  }

  /** What a derivation takes of the heap, about. */
  long heapBytes() {
    return memoryKib * HEAP_BYTES_PER_KIB;
  }

  /** Proportional to the time that a derivation takes: blocks that are filled. */
  long blocks() {
    return (long) memoryKib * passes;
  }
}
