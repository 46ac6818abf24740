package org.conclave.api.identity;

import org.conclave.api.bytes.Bytes;

/** A message as people know it: random, and the same however often it is encrypted again. */
public record MessageId(Bytes value) {
  public static final int SIZE = 16;

  /**
   * @throws IllegalArgumentException if {@code value} is not 16 bytes long
   */
  public MessageId {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("MessageId takes " + SIZE + " bytes, not " + value.size());
    }
  }

  /**
   * @throws IllegalArgumentException if {@code hex} is not 16 bytes in hexadecimal
   */
  public static MessageId ofHex(String hex) {
    return new MessageId(Bytes.ofHex(hex));
  }

  public String toHex() {
    return value.toHex();
  }

  @Override
  public String toString() {
    return "MessageId[" + value.toHex().substring(0, 8) + "…]";
  }
}
