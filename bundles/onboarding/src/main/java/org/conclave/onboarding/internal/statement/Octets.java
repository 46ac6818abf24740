package org.conclave.onboarding.internal.statement;

import com.google.protobuf.ByteString;
import org.conclave.api.bytes.Bytes;

/** Between protobuf's byte strings and ours. */
public final class Octets {
  private Octets() {}

  public static Bytes of(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }

  public static ByteString toProto(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }
}
