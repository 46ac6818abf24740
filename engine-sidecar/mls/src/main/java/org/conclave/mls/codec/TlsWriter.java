package org.conclave.mls.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the TLS presentation language with the variable-size vectors of RFC 9420 section 2.1.2.
 * Not thread safe.
 */
public final class TlsWriter {
  private static final int LONGEST = 1 << 30;

  private byte[] buffer = new byte[128];
  private int length;

  public TlsWriter u8(int value) {
    reserve(1);
    buffer[length++] = (byte) value;
    return this;
  }

  public TlsWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public TlsWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  public TlsWriter u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  public TlsWriter bytes(byte[] value) {
    return bytes(value, value.length);
  }

  private TlsWriter bytes(byte[] value, int count) {
    reserve(count);
    System.arraycopy(value, 0, buffer, length, count);
    length += count;
    return this;
  }

  /** {@code opaque x<V>}. */
  public TlsWriter opaque(byte[] value) {
    return header(value.length).bytes(value);
  }

  public TlsWriter struct(Encodable value) {
    value.encode(this);
    return this;
  }

  /** A vector whose body is what the given code writes. */
  public TlsWriter vector(Consumer<TlsWriter> body) {
    TlsWriter inner = new TlsWriter();
    body.accept(inner);
    header(inner.length).bytes(inner.buffer, inner.length);
    inner.wipe();
    return this;
  }

  /** {@code T x<V>}. */
  public TlsWriter list(Collection<? extends Encodable> values) {
    return list(values, (out, value) -> value.encode(out));
  }

  public <T> TlsWriter list(Collection<T> values, BiConsumer<TlsWriter, T> encoder) {
    return vector(inner -> values.forEach(value -> encoder.accept(inner, value)));
  }

  /** {@code optional<T>}. */
  public TlsWriter optional(@Nullable Encodable value) {
    if (value == null) {
      return u8(0);
    }
    u8(1);
    value.encode(this);
    return this;
  }

  /** A vector's header: the shortest of 1, 2 or 4 octets. */
  public TlsWriter header(int vectorLength) {
    if (vectorLength < 1 << 6) {
      return u8(vectorLength);
    }
    if (vectorLength < 1 << 14) {
      return u16(vectorLength | 1 << 14);
    }
    if (vectorLength >= LONGEST) {
      throw new IllegalArgumentException("a vector of " + vectorLength + " octets");
    }
    return u32(vectorLength | 1L << 31);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  /** Overwrites what was written. */
  public void wipe() {
    Arrays.fill(buffer, 0, length, (byte) 0);
    length = 0;
  }

  private void reserve(int count) {
    if (buffer.length - length < count) {
      byte[] larger = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
      Arrays.fill(buffer, 0, length, (byte) 0);
      buffer = larger;
    }
  }
}
