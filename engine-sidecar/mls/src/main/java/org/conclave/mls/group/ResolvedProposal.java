package org.conclave.mls.group;

import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.jspecify.annotations.Nullable;

/**
 * A proposal of a commit with who sent it.
 *
 * @param updateKey the new leaf's private key, where the proposal is an own Update
 */
record ResolvedProposal(Proposal proposal, Sender sender, @Nullable Secret updateKey) {

  boolean isFrom(int leafIndex) {
    return sender instanceof Sender.Member member && member.leafIndex() == leafIndex;
  }
}
