package org.conclave.libp2p.multiformats;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Unsigned variable-length integers (multiformats/unsigned-varint): seven bits a byte, the lowest
 * first, at most nine bytes and always in the shortest form.
 */
public final class Varint {
  /** The longest encoding that is valid. */
  public static final int MAX_LENGTH = 9;

  private Varint() {}

  /** How many bytes {@code value} takes; it must not be negative. */
  public static int length(long value) {
    checkRange(value);
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  public static byte[] encode(long value) {
    byte[] out = new byte[length(value)];
    write(value, ByteBuffer.wrap(out));
    return out;
  }

  public static void write(long value, ByteBuffer to) {
    checkRange(value);
    long rest = value;
    while (rest > 0x7f) {
      to.put((byte) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  /**
   * Reads a value and moves the position past it.
   *
   * @throws MultiformatException if it is over-long, or longer than nine bytes
   * @throws BufferUnderflowException if the buffer ends inside it
   */
  public static long read(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < MAX_LENGTH; i++) {
      byte b = from.get();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if (b == 0 && i > 0) {
          throw new MultiformatException("a varint is not in its shortest form");
        }
        return value;
      }
    }
    throw new MultiformatException("a varint is longer than " + MAX_LENGTH + " bytes");
  }

  private static void checkRange(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
  }
}
