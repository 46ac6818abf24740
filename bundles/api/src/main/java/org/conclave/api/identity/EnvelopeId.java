package org.conclave.api.identity;

import org.conclave.api.bytes.Bytes;

/** SHA-256 of the exact bytes of an envelope. */
public record EnvelopeId(Bytes value) {
  public static final int SIZE = 32;

  /**
   * @throws IllegalArgumentException if {@code value} is not 32 bytes long
   */
  public EnvelopeId {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException(
          "EnvelopeId takes " + SIZE + " bytes, not " + value.size());
    }
  }

  /**
   * @throws IllegalArgumentException if {@code hex} is not 32 bytes in hexadecimal
   */
  public static EnvelopeId ofHex(String hex) {
    return new EnvelopeId(Bytes.ofHex(hex));
  }

  public String toHex() {
    return value.toHex();
  }

  @Override
  public String toString() {
    return "EnvelopeId[" + value.toHex().substring(0, 8) + "…]";
  }
}
