package org.conclave.persistence.internal.seal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.conclave.api.bytes.SecretBytes;

/**
 * Seals the values of one column under a key of its own. The table, the column and the row's
 * identity are associated data, so a value that was moved to another place does not open.
 * Thread-safe.
 */
public final class SealedColumn {
  private final byte[] place;
  private final WipeableKey key;
  private final SecureRandom random;

  SealedColumn(String name, WipeableKey key, SecureRandom random) {
    this.place = (name + '\0').getBytes(StandardCharsets.US_ASCII);
    this.key = key;
    this.random = random;
  }

  public byte[] seal(byte[] row, byte[] plain) {
    return AesGcm.seal(key, random, associated(row), plain);
  }

  public byte[] seal(byte[] row, SecretBytes plain) {
    byte[] copy = plain.toByteArray();
    try {
      return seal(row, copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  public byte[] open(byte[] row, byte[] sealed) throws UnsealException {
    return AesGcm.open(key, associated(row), sealed);
  }

  public SecretBytes openSecret(byte[] row, byte[] sealed) throws UnsealException {
    return SecretBytes.wrap(open(row, sealed));
  }

  void wipe() {
    key.destroy();
  }

  private byte[] associated(byte[] row) {
    byte[] associated = Arrays.copyOf(place, place.length + row.length);
    System.arraycopy(row, 0, associated, place.length, row.length);
    return associated;
  }
}
