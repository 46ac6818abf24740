package org.conclave.persistence.internal.sqlite;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;

/**
 * Lays the fields of a record side by side before they are sealed: numbers big-endian, byte strings
 * with their length in front. Secrets do not pass through here: each is a sealed value of its own,
 * so that no copy of it is left in a buffer. Read back with {@link RecordReader}.
 */
final class RecordWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  RecordWriter number(long number) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  RecordWriter flag(boolean flag) {
    out.write(flag ? 1 : 0);
    return this;
  }

  RecordWriter bytes(Bytes bytes) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.size()).array());
    out.writeBytes(bytes.toByteArray());
    return this;
  }

  RecordWriter text(String text) {
    return bytes(Bytes.utf8(text));
  }

  RecordWriter optional(Optional<Bytes> bytes) {
    flag(bytes.isPresent());
    bytes.ifPresent(this::bytes);
    return this;
  }

  /** To the microsecond. */
  RecordWriter instant(Instant instant) {
    return number(micros(instant));
  }

  byte[] done() {
    return out.toByteArray();
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
