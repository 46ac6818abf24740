package org.conclave.api.identity;

import org.conclave.api.bytes.Bytes;

/** An MLS group, and so a conversation. Random. */
public record GroupId(Bytes value) {
  public static final int SIZE = 32;

  /**
   * @throws IllegalArgumentException if {@code value} is not 32 bytes long
   */
  public GroupId {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("GroupId takes " + SIZE + " bytes, not " + value.size());
    }
  }

  /**
   * @throws IllegalArgumentException if {@code hex} is not 32 bytes in hexadecimal
   */
  public static GroupId ofHex(String hex) {
    return new GroupId(Bytes.ofHex(hex));
  }

  public String toHex() {
    return value.toHex();
  }

  @Override
  public String toString() {
    return "GroupId[" + value.toHex().substring(0, 8) + "…]";
  }
}
