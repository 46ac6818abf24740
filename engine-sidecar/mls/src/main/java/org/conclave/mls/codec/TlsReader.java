package org.conclave.mls.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.conclave.mls.rule.RuleViolation;

/**
 * Reads the TLS presentation language with the variable-size vectors of RFC 9420 section 2.1.2.
 *
 * <p>Never allocates more than a constant times the input: a length is checked against what is left
 * before anything is allocated for it. Not thread safe.
 */
public final class TlsReader {
  private final byte[] input;
  private final int end;
  private int position;

  public TlsReader(byte[] input) {
    this(input, 0, input.length);
  }

  private TlsReader(byte[] input, int start, int end) {
    this.input = input;
    this.position = start;
    this.end = end;
  }

  public int remaining() {
    return end - position;
  }

  public int u8() throws RuleViolation {
    need(1);
    return input[position++] & 0xff;
  }

  public int u16() throws RuleViolation {
    return u8() << 8 | u8();
  }

  /** An unsigned 32-bit number. */
  public long u32() throws RuleViolation {
    return (long) u16() << 16 | u16();
  }

  /**
   * A uint32 that numbers things: leaf indices, generations. One of 2<sup>31</sup> or more comes
   * out negative.
   */
  public int index() throws RuleViolation {
    return (int) u32();
  }

  /** A 64-bit number, to be treated as unsigned. */
  public long u64() throws RuleViolation {
    return u32() << 32 | u32();
  }

  public byte[] bytes(int length) throws RuleViolation {
    need(length);
    byte[] value = Arrays.copyOfRange(input, position, position + length);
    position += length;
    return value;
  }

  /** {@code opaque x<V>}. */
  public byte[] opaque() throws RuleViolation {
    return bytes(vectorLength());
  }

  /** A reader that is confined to the body of a vector; this one moves past it. */
  public TlsReader vector() throws RuleViolation {
    int length = vectorLength();
    TlsReader body = new TlsReader(input, position, position + length);
    position += length;
    return body;
  }

  /** {@code T x<V>}. Unmodifiable. */
  public <T> List<T> list(Decoder<T> decoder) throws RuleViolation {
    TlsReader body = vector();
    List<T> values = new ArrayList<>();
    while (body.remaining() > 0) {
      values.add(decoder.decode(body));
    }
    return Collections.unmodifiableList(values);
  }

  /** The presence octet of {@code optional<T>}. */
  public boolean present() throws RuleViolation {
    int flag = u8();
    if (flag > 1) {
      throw RuleViolation.malformed("2.1.1", "an optional that is neither present nor absent");
    }
    return flag == 1;
  }

  /** The length that a vector's header announces, checked against what is left. */
  public int vectorLength() throws RuleViolation {
    int length = vectorHeader();
    need(length);
    return length;
  }

  /** The length that a vector's header announces: 1, 2 or 4 octets, the shortest that will do. */
  public int vectorHeader() throws RuleViolation {
    int first = u8();
    int prefix = first >>> 6;
    int value = first & 0x3f;
    if (prefix == 3) {
      throw RuleViolation.malformed("2.1.2", "a vector header with prefix 3");
    }
    for (int more = (1 << prefix) - 1; more > 0; more--) {
      value = value << 8 | u8();
    }
    if (prefix == 1 && value < 1 << 6 || prefix == 2 && value < 1 << 14) {
      throw RuleViolation.malformed("2.1.2", "a vector header that is not minimal");
    }
    return value;
  }

  /** Fails unless everything was read. */
  public void requireEnd() throws RuleViolation {
    if (remaining() != 0) {
      throw RuleViolation.malformed("2.1", remaining() + " octets after the end");
    }
  }

  /** What is left must be zero octets: the padding of RFC 9420 section 6.3.1. */
  public void requireZeros() throws RuleViolation {
    int seen = 0;
    while (position < end) {
      seen |= input[position++];
    }
    if (seen != 0) {
      throw RuleViolation.malformed("6.3.1", "padding that is not zero");
    }
  }

  private void need(int length) throws RuleViolation {
    if (length > remaining()) {
      throw RuleViolation.malformed(
          "2.1", "ends too early: " + length + " octets wanted, " + remaining() + " left");
    }
  }
}
