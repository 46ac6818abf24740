package org.conclave.mls.group;

import java.util.OptionalLong;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafContext;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeValidator;
import org.conclave.mls.tree.RequiredCapabilities;

/** The rules for one proposal by itself, RFC 9420 sections 12.1.1 to 12.1.7. */
final class ProposalValidator {
  private final Epoch epoch;
  private final LeafContext leaves;

  /**
   * @param extensions of the GroupContext that is to be
   * @param now where lifetimes count: in what this client sends, not in what it receives, since
   *     members who process the same commit at different times must agree on it
   */
  ProposalValidator(Epoch epoch, Extensions extensions, OptionalLong now) {
    this.epoch = epoch;
    this.leaves = epoch.leafContext(extensions, now);
  }

  void validate(Proposal proposal, Sender sender) throws RuleViolation {
    if (proposal instanceof Proposal.Add add) {
      KeyPackageValidator.validate(add.keyPackage(), leaves);
    } else if (proposal instanceof Proposal.Update update) {
      validateUpdate(update, sender);
    } else if (proposal instanceof Proposal.Remove remove) {
      epoch.tree().requireLeaf(remove.removed(), "12.1.3");
    } else if (proposal instanceof Proposal.PreSharedKey psk) {
      validatePsk(psk.psk(), sender);
    } else if (proposal instanceof Proposal.ReInit reInit) {
      validateReInit(reInit);
    } else if (proposal instanceof Proposal.GroupContextExtensions replacement) {
      replacement.extensions().requireDistinct();
      RequiredCapabilities.of(replacement.extensions());
      ExternalSender.validateAll(replacement.extensions(), epoch.suite(), leaves.now());
    }
  }

  private void validateUpdate(Proposal.Update update, Sender sender) throws RuleViolation {
    if (!(sender instanceof Sender.Member member)) {
      throw RuleViolation.invalid("12.1.2", "an update from someone who is no member");
    }
    LeafNode replaced = epoch.tree().requireLeaf(member.leafIndex(), "12.1.2");
    LeafNodeValidator.validateInUpdate(update.leafNode(), replaced, member.leafIndex(), leaves);
    CredentialValidator.requireSuccessor(update.leafNode(), replaced);
  }

  private void validatePsk(PreSharedKeyId id, Sender sender) throws RuleViolation {
    if (id.nonce().length != epoch.suite().secretLength()) {
      throw RuleViolation.invalid("12.1.4", "a pre-shared key nonce of the wrong length");
    }
    if (id instanceof PreSharedKeyId.Resumption resumption
        && resumption.usage() != PreSharedKeyId.Usage.APPLICATION
        && !isInitialCommit(sender)) {
      throw RuleViolation.invalid(
          "12.1.4", "a resumption key for " + resumption.usage() + " in an ordinary commit");
    }
  }

  /**
   * The commit that sets up a group after another (sections 11.2 and 11.3) is made by a creator who
   * is still alone, and processed by nobody.
   */
  private boolean isInitialCommit(Sender sender) {
    return epoch.context().epoch() == 0
        && epoch.tree().memberCount() == 1
        && sender instanceof Sender.Member;
  }

  private static void validateReInit(Proposal.ReInit reInit) throws RuleViolation {
    if (reInit.version() < Capabilities.MLS10) {
      throw RuleViolation.invalid("12.1.5", "a reinitialisation to an older version");
    }
  }
}
