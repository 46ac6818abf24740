package org.conclave.mls.group;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.conclave.mls.crypto.Batch;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extensions;

/** The rules for the proposals of a commit together, RFC 9420 section 12.2. */
final class ProposalListValidator {
  private static final String SECTION = "12.2";

  private final ProposalValidator single;
  private final Set<Integer> changedLeaves = new HashSet<>();
  private final Set<ByteBuffer> addedClients = new HashSet<>();
  private final Set<ByteBuffer> psks = new HashSet<>();
  private int extensionReplacements;

  private ProposalListValidator(ProposalValidator single) {
    this.single = single;
  }

  static void validate(
      Epoch epoch,
      List<ResolvedProposal> proposals,
      Sender committer,
      Extensions extensions,
      OptionalLong now)
      throws RuleViolation {
    ProposalListValidator validator =
        new ProposalListValidator(new ProposalValidator(epoch, extensions, now));
    if (committer instanceof Sender.Member member) {
      validator.validateRegular(proposals, member.leafIndex());
    } else {
      validator.validateExternal(proposals);
    }
  }

  private void validateRegular(List<ResolvedProposal> proposals, int committer)
      throws RuleViolation {
    List<Optional<RuleViolation>> singly = validateSingly(proposals);
    for (int i = 0; i < proposals.size(); i++) {
      ResolvedProposal resolved = proposals.get(i);
      Proposal proposal = resolved.proposal();
      refuse(proposal instanceof Proposal.ExternalInit, "an ExternalInit in a member's commit");
      refuse(
          proposal instanceof Proposal.ReInit && proposals.size() > 1,
          "a ReInit beside another proposal");
      refuse(
          proposal instanceof Proposal.Update && resolved.isFrom(committer),
          "an Update by the committer");
      refuse(
          proposal instanceof Proposal.Remove remove && remove.removed() == committer,
          "a Remove of the committer");
      if (singly.get(i).isPresent()) {
        throw singly.get(i).get();
      }
      requireOnce(resolved);
    }
  }

  /**
   * What is wrong with each by itself, which is where the signatures are. Collected rather than
   * thrown, so that the rule that is named is the first that is broken in the order of the list.
   */
  private List<Optional<RuleViolation>> validateSingly(List<ResolvedProposal> proposals)
      throws RuleViolation {
    return Batch.of(
        proposals.size(),
        i -> {
          try {
            single.validate(proposals.get(i).proposal(), proposals.get(i).sender());
            return Optional.empty();
          } catch (RuleViolation e) {
            return Optional.of(e);
          }
        });
  }

  private void validateExternal(List<ResolvedProposal> proposals) throws RuleViolation {
    int inits = 0;
    int removes = 0;
    for (ResolvedProposal resolved : proposals) {
      Proposal proposal = resolved.proposal();
      inits += proposal instanceof Proposal.ExternalInit ? 1 : 0;
      removes += proposal instanceof Proposal.Remove ? 1 : 0;
      refuse(
          !(proposal instanceof Proposal.ExternalInit
              || proposal instanceof Proposal.Remove
              || proposal instanceof Proposal.PreSharedKey),
          "a proposal that an external commit may not hold");
      single.validate(proposal, resolved.sender());
      requireOnce(resolved);
    }
    refuse(inits != 1, "an external commit with " + inits + " ExternalInits");
    refuse(removes > 1, "an external commit with " + removes + " Removes");
  }

  private void requireOnce(ResolvedProposal resolved) throws RuleViolation {
    Proposal proposal = resolved.proposal();
    if (proposal instanceof Proposal.Remove remove) {
      refuse(!changedLeaves.add(remove.removed()), "two Updates or Removes of one leaf");
    } else if (proposal instanceof Proposal.Update
        && resolved.sender() instanceof Sender.Member member) {
      refuse(!changedLeaves.add(member.leafIndex()), "two Updates or Removes of one leaf");
    } else if (proposal instanceof Proposal.Add add) {
      byte[] client = add.keyPackage().leafNode().signatureKey();
      refuse(!addedClients.add(ByteBuffer.wrap(client)), "two Adds of one client");
    } else if (proposal instanceof Proposal.PreSharedKey psk) {
      refuse(!psks.add(ByteBuffer.wrap(psk.psk().encoded())), "one pre-shared key twice");
    } else if (proposal instanceof Proposal.GroupContextExtensions) {
      refuse(++extensionReplacements > 1, "two GroupContextExtensions");
    }
  }

  private static void refuse(boolean broken, String what) throws RuleViolation {
    if (broken) {
      throw RuleViolation.invalid(SECTION, what);
    }
  }
}
