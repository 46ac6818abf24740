package org.conclave.persistence.internal.seal;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.conclave.api.bytes.SecretBytes;

/**
 * What deriving a key from a passphrase costs (Argon2id, RFC 9106). Kept beside the salt, so that a
 * later release can raise it for new profiles and still open old ones.
 *
 * @param memoryKib memory in KiB
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
  /** 64 MiB, 3 passes, 1 lane. */
  public static final Argon2Cost STANDARD = new Argon2Cost(64 * 1024, 3, 1);

  private static final int WORTH_COLLECTING_KIB = 16 * 1024;

  static final int KEY_SIZE = 32;

  private static final int MAX_MEMORY_KIB = 1024 * 1024;
  private static final int MAX_PASSES = 16;
  private static final int MAX_LANES = 16;

  /**
   * @throws IllegalArgumentException beyond 1 GiB, 16 passes or 16 lanes: a forged header must not
   *     stall the machine
   */
  public Argon2Cost {
    if (memoryKib < 8 * lanes
        || memoryKib > MAX_MEMORY_KIB
        || passes < 1
        || passes > MAX_PASSES
        || lanes < 1
        || lanes > MAX_LANES) {
      throw new IllegalArgumentException("Argon2id cost out of bounds");
    }
  }

  SecretBytes derive(SecretBytes passphrase, byte[] salt) {
    SecretBytes key = argon2id(passphrase, salt);
    giveMemoryBack();
    return key;
  }

  /** In a frame of its own, which holds the generator's blocks no longer than they are needed. */
  private SecretBytes argon2id(SecretBytes passphrase, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] input = passphrase.toByteArray();
    byte[] key = new byte[KEY_SIZE];
    try {
      generator.generateBytes(input, key);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
    return SecretBytes.wrap(key);
  }

  /**
   * Argon2 fills the heap with blocks that nobody needs again. The heap would keep their size for
   * the life of the process: a collection now takes a few hundredths of a second beside a
   * derivation, and shrinks it.
   */
  private void giveMemoryBack() {
    if (memoryKib >= WORTH_COLLECTING_KIB) {
      System.gc();
    }
  }
}
