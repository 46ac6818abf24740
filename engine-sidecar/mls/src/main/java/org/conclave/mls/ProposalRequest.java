package org.conclave.mls;

import java.util.List;
import org.conclave.mls.tree.Extension;
import org.jspecify.annotations.Nullable;

/** What to propose by itself, for someone to commit. */
public sealed interface ProposalRequest {
  /**
   * @param keyPackage an MLSMessage
   */
  record Add(byte[] keyPackage) implements ProposalRequest {}

  record Remove(int leaf) implements ProposalRequest {}

  /**
   * Renews the own leaf's encryption key and, where a successor is given, its credential and
   * signature key.
   *
   * @param successor as in {@link CommitRequest}, from the commit that covers this proposal on;
   *     null to leave both
   */
  record Update(@Nullable Signer successor) implements ProposalRequest {
    public Update() {
      this(null);
    }
  }

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
