package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/** What came of a Welcome. */
public sealed interface JoinOutcome {
  /**
   * @param keyPackageReference the key package that was used; deleted in the transaction that
   *     stores {@code state}
   */
  record Joined(NewState state, Bytes keyPackageReference, int inviterLeaf)
      implements JoinOutcome {}

  /** The Welcome is not valid, or not for any of the key packages given. */
  record Refused(Rejection rejection) implements JoinOutcome {}
}
