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
}
