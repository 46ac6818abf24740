package org.conclave.onboarding.internal;

import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.proto.org.v1.ChainLink;

/**
 * The last statement of a signer. Each signer's statements are numbered and name the one before.
 */
record ChainEnd(long counter, Bytes hash) {
  static final ChainEnd NONE = new ChainEnd(0, Bytes.EMPTY);

  /** Invitations that nobody has used are in nobody's ledger: their places are passed over. */
  private static final long GAP = 1_024;

  /** A chain of which only statements up to {@code known} are known. */
  static ChainEnd skipping(long known) {
    return new ChainEnd(known + GAP, Sha256.of(Bytes.utf8("conclave/chain/gap")));
  }

  /** The place of the statement that comes next. */
  ChainLink next() {
    return ChainLink.newBuilder()
        .setCounter(counter + 1)
        .setPreviousHash(Octets.toProto(hash))
        .build();
  }
}
