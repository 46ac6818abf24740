package org.conclave.persistence.internal.sqlite;

import java.nio.ByteBuffer;

/** What names a row when one of its values is sealed: its key columns, one after the other. */
final class RowIdentity {
  private RowIdentity() {}

  static byte[] of(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static byte[] of(byte[] key, long number) {
    return ByteBuffer.allocate(key.length + Long.BYTES).put(key).putLong(number).array();
  }

  static byte[] of(byte[] key, byte[] second) {
    return ByteBuffer.allocate(key.length + second.length).put(key).put(second).array();
  }
}
