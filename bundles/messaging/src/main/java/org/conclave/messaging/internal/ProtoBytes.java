package org.conclave.messaging.internal;

import com.google.protobuf.ByteString;
import org.conclave.api.bytes.Bytes;

/** Between protobuf's byte strings and ours. */
final class ProtoBytes {
  private ProtoBytes() {}

  static ByteString of(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }

  static Bytes from(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }
}
