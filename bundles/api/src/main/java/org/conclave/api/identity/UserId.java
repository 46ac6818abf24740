package org.conclave.api.identity;

import org.conclave.api.bytes.Bytes;

/** A member: SHA-256("conclave/user" ‖ account public key). */
public record UserId(Bytes value) {
  public static final int SIZE = 32;

  /**
   * @throws IllegalArgumentException if {@code value} is not 32 bytes long
   */
  public UserId {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("UserId takes " + SIZE + " bytes, not " + value.size());
    }
  }

  /**
   * @throws IllegalArgumentException if {@code hex} is not 32 bytes in hexadecimal
   */
  public static UserId ofHex(String hex) {
    return new UserId(Bytes.ofHex(hex));
  }

  public String toHex() {
    return value.toHex();
  }

  @Override
  public String toString() {
    return "UserId[" + value.toHex().substring(0, 8) + "…]";
  }
}
