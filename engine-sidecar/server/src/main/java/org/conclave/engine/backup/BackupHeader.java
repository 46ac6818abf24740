package org.conclave.engine.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.conclave.engine.backup.BackupRefusedException.Kind;

/**
 * What stands in the clear in front of a backup, and is authenticated with it:
 *
 * <pre>
 * magic "CNCLVBAK" (8) ‖ version (2) ‖ memory in KiB (4) ‖ passes (4) ‖ lanes (4) ‖ salt (16) ‖ nonce (12)
 * </pre>
 *
 * Integers are unsigned and big-endian.
 */
record BackupHeader(BackupCost cost, byte[] salt, byte[] nonce) {
  static final int SIZE = 50;

  private static final byte[] MAGIC = "CNCLVBAK".getBytes(StandardCharsets.US_ASCII);
  private static final short VERSION = 1;
  private static final int SALT_SIZE = 16;
  private static final int NONCE_SIZE = 12;

  /** With a salt and a nonce of its own. */
  static BackupHeader fresh(BackupCost cost, SecureRandom random) {
    byte[] salt = new byte[SALT_SIZE];
    byte[] nonce = new byte[NONCE_SIZE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    return new BackupHeader(cost, salt, nonce);
  }

  /** The header that {@code backup} begins with; costs nothing, whatever it says. */
  static BackupHeader parse(byte[] backup) throws BackupRefusedException {
    int compared = Math.min(MAGIC.length, backup.length);
    if (compared == 0 || !Arrays.equals(MAGIC, 0, compared, backup, 0, compared)) {
      throw new BackupRefusedException(Kind.NOT_A_BACKUP, "it does not begin like a backup");
    }
    if (backup.length < SIZE) {
      throw new BackupRefusedException(Kind.CUT_OFF, "it ends within its header");
    }
    ByteBuffer in = ByteBuffer.wrap(backup);
    in.position(MAGIC.length);
    if (in.getShort() != VERSION) {
      throw new BackupRefusedException(Kind.UNKNOWN_VERSION, "its version is not known");
    }
    BackupCost cost = cost(in.getInt(), in.getInt(), in.getInt());
    byte[] salt = new byte[SALT_SIZE];
    byte[] nonce = new byte[NONCE_SIZE];
    in.get(salt).get(nonce);
    return new BackupHeader(cost, salt, nonce);
  }

  byte[] encode() {
    return ByteBuffer.allocate(SIZE)
        .put(MAGIC)
        .putShort(VERSION)
        .putInt(cost.memoryKib())
        .putInt(cost.passes())
        .putInt(cost.lanes())
        .put(salt)
        .put(nonce)
        .array();
  }

  private static BackupCost cost(int memoryKib, int passes, int lanes)
      throws BackupRefusedException {
    try {
      return new BackupCost(memoryKib, passes, lanes);
    } catch (IllegalArgumentException e) {
      throw new BackupRefusedException(
          Kind.COST_OUT_OF_BOUNDS, "its header asks for parameters that no backup has");
    }
  }
}
