package org.conclave.mls.group;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.state.PendingPart;

/** Finds the proposals that a commit covers, RFC 9420 section 12.4. */
final class ProposalResolver {
  private ProposalResolver() {}

  /**
   * In the commit's order.
   *
   * @throws RuleViolation if it refers to a proposal that is not known, or refers at all where it
   *     must not
   */
  static List<ResolvedProposal> resolve(Commit commit, Sender committer, PendingPart pending)
      throws RuleViolation {
    List<ResolvedProposal> resolved = new ArrayList<>(commit.proposals().size());
    for (ProposalOrRef entry : commit.proposals()) {
      if (entry instanceof ProposalOrRef.ByValue value) {
        resolved.add(new ResolvedProposal(value.proposal(), committer, null));
      } else if (entry instanceof ProposalOrRef.ByReference reference) {
        if (!(committer instanceof Sender.Member)) {
          throw RuleViolation.invalid(
              "12.4.3.2", "an external commit with a proposal by reference");
        }
        resolved.add(find(reference.reference(), pending));
      }
    }
    return resolved;
  }

  private static ResolvedProposal find(byte[] reference, PendingPart pending) throws RuleViolation {
    PendingPart.Pending found =
        pending
            .find(reference)
            .orElseThrow(
                () ->
                    RuleViolation.invalid(
                        "12.4", "a commit refers to a proposal that is not known"));
    return new ResolvedProposal(
        (Proposal) found.message().content().content(),
        found.message().content().sender(),
        found.updateKey());
  }
}
