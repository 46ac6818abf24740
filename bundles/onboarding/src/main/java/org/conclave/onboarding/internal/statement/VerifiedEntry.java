package org.conclave.onboarding.internal.statement;

import org.conclave.api.bytes.Bytes;

/** An entry of the ledger whose signatures hold. What follows from it is for the ledger to say. */
public sealed interface VerifiedEntry permits MemberEntry, OrganisationEntry {
  UnverifiedEntry source();

  /**
   * What there should be only one of: two entries of one slot whose {@link #rank} differs are a
   * conflict.
   */
  Slot slot();

  /**
   * SHA-256 of what its signer chose: of the entries of a slot the lowest is effective, so that
   * everybody who knows the same entries agrees, whatever came first.
   */
  Bytes rank();

  default Bytes hash() {
    return source().hash();
  }

  default Bytes bytes() {
    return source().bytes();
  }
}
