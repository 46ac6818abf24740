package org.conclave.api.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string with value equality, for data that is not secret. Thread-safe. For
 * secrets use {@link SecretBytes}.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of {@code content}. */
  public static Bytes copyOf(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** The remaining bytes of {@code content}, copied; its position does not move. */
  public static Bytes copyOf(ByteBuffer content) {
    byte[] copy = new byte[content.remaining()];
    content.duplicate().get(copy);
    return copy.length == 0 ? EMPTY : new Bytes(copy);
  }

  /** Takes {@code content} over without a copy: the caller must not touch it again. */
  public static Bytes wrap(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /**
   * @throws IllegalArgumentException if {@code hex} is not an even number of hexadecimal digits
   */
  public static Bytes ofHex(String hex) {
    return wrap(HexFormat.of().parseHex(hex));
  }

  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public byte byteAt(int index) {
    return content[index];
  }

  public byte[] toByteArray() {
    return content.clone();
  }

  /** A read-only view. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  public Bytes slice(int from, int to) {
    return wrap(Arrays.copyOfRange(content, from, to));
  }

  public Bytes concat(Bytes other) {
    byte[] joined = Arrays.copyOf(content, content.length + other.content.length);
    System.arraycopy(other.content, 0, joined, content.length, other.content.length);
    return wrap(joined);
  }

  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Unsigned, lexicographic. */
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** Length and the first bytes only, so that a log line stays short. */
  @Override
  public String toString() {
    int shown = Math.min(content.length, 8);
    return "Bytes["
        + content.length
        + ": "
        + HexFormat.of().formatHex(content, 0, shown)
        + (shown < content.length ? "…]" : "]");
  }
}
