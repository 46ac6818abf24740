package org.conclave.mls;

import java.util.List;
import org.conclave.mls.tree.Extension;

/** What to propose by itself, for someone to commit. */
public sealed interface ProposalRequest {
  /**
   * @param keyPackage an MLSMessage
   */
  record Add(byte[] keyPackage) implements ProposalRequest {}

  record Remove(int leaf) implements ProposalRequest {}

  /** Renews the own leaf's encryption key. */
  record Update() implements ProposalRequest {}

  record ReplaceExtensions(List<Extension> extensions) implements ProposalRequest {}

  record ExternalPsk(byte[] id) implements ProposalRequest {}

  /** The resumption key of an epoch of this very group. */
  record ResumptionPsk(long epoch) implements ProposalRequest {}

  /**
   * Ends the group in favour of one with other parameters, RFC 9420 section 11.2.
   *
   * @param groupId of the group after it
   * @param extensions of its GroupContext
   */
  record ReInit(byte[] groupId, int cipherSuite, List<Extension> extensions)
      implements ProposalRequest {}
}
