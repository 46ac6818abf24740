package org.conclave.persistence.internal.sqlite;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.StorageException;

/**
 * Reads what {@link RecordWriter} wrote. Sizes are checked before anything is allocated; a record
 * that does not fit its form is DAMAGED.
 */
final class RecordReader {
  private final ByteBuffer in;

  private RecordReader(byte[] record) {
    this.in = ByteBuffer.wrap(record);
  }

  /** Reads a record to its end. */
  static <T> T read(byte[] record, Function<RecordReader, T> form) throws StorageException {
    RecordReader reader = new RecordReader(record);
    try {
      T value = form.apply(reader);
      if (reader.in.hasRemaining()) {
        throw SqliteFailures.damagedValue(new DamagedRecordException("a record is too long"));
      }
      return value;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw SqliteFailures.damagedValue(e);
    }
  }

  /** Reads the first fields of a record only. */
  static <T> T first(byte[] record, Function<RecordReader, T> form) throws StorageException {
    try {
      return form.apply(new RecordReader(record));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw SqliteFailures.damagedValue(e);
    }
  }

  long number() {
    return in.getLong();
  }

  int index() {
    long number = in.getLong();
    if (number != (int) number) {
      throw new IllegalArgumentException("not an index");
    }
    return (int) number;
  }

  boolean flag() {
    return switch (in.get()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new IllegalArgumentException("not a flag");
    };
  }

  Bytes bytes() {
    int size = in.getInt();
    if (size < 0 || size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[size];
    in.get(bytes);
    return Bytes.wrap(bytes);
  }

  String text() {
    return bytes().toUtf8();
  }

  Optional<Bytes> optional() {
    return flag() ? Optional.of(bytes()) : Optional.empty();
  }

  /** Whether fields are left: later forms of a record end in more of them. */
  boolean hasMore() {
    return in.hasRemaining();
  }

  Instant instant() {
    return RecordWriter.instant(in.getLong());
  }
}
