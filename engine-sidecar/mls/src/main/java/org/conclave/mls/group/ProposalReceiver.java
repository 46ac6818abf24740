package org.conclave.mls.group;

import java.util.OptionalLong;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.state.PendingPart;
import org.jspecify.annotations.Nullable;

/** Takes a proposal that stands by itself into part P, RFC 9420 section 12.1. */
public final class ProposalReceiver {
  private ProposalReceiver() {}

  /**
   * @param message with its signature verified
   * @param updateKey the new leaf's private key, where the proposal is an own Update
   * @param now seconds since 1970, where lifetimes count: in what this client sends
   */
  public static PendingPart receive(
      Epoch epoch,
      PendingPart pending,
      AuthenticatedContent message,
      @Nullable Secret updateKey,
      OptionalLong now)
      throws RuleViolation {
    Proposal proposal = (Proposal) message.content().content();
    new ProposalValidator(epoch, epoch.context().extensions(), now)
        .validate(proposal, message.content().sender());
    if (pending.proposals().size() >= PendingPart.LIMIT) {
      throw new RuleViolation(
          Reason.INVALID, "RFC 9420 12.1", "more proposals wait than are kept for one epoch");
    }
    return pending.with(
        new PendingPart.Pending(message.proposalReference(epoch.suite()), message, updateKey));
  }
}
