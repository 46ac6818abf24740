package org.conclave.onboarding.internal;

import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.proto.org.v1.ChainLink;
import org.conclave.proto.org.v1.Signed;

/**
 * The last statement of a signer. Each signer's statements are numbered and name the one before.
 */
record ChainEnd(long counter, Bytes hash) {
  static final ChainEnd NONE = new ChainEnd(0, Bytes.EMPTY);

  /** The place of the statement that comes next. */
  ChainLink next() {
    return ChainLink.newBuilder()
        .setCounter(counter + 1)
        .setPreviousHash(Octets.toProto(hash))
        .build();
  }

  /** The end of the chain once {@code statement}, which took {@link #next}, is part of it. */
  ChainEnd after(Signed statement) {
    return new ChainEnd(counter + 1, Sha256.of(Octets.of(statement.getPayload())));
  }
}
