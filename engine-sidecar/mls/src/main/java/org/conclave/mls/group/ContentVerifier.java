package org.conclave.mls.group;

import java.util.List;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.UpdatePath;

/** Who may send what, and the signature on it: RFC 9420 sections 6.1 and 12.1.8. */
final class ContentVerifier {
  private final Epoch epoch;

  ContentVerifier(Epoch epoch) {
    this.epoch = epoch;
  }

  void verify(AuthenticatedContent message) throws RuleViolation {
    byte[] key = signatureKey(message.content().sender(), message.content().content());
    if (!message.isSignedBy(epoch.suite(), key, epoch.encodedContext())) {
      throw RuleViolation.invalid("6.1", "the signature of a message does not verify");
    }
  }

  private byte[] signatureKey(Sender sender, Content content) throws RuleViolation {
    if (sender instanceof Sender.Member member) {
      return epoch.tree().requireLeaf(member.leafIndex(), "6.1").signatureKey();
    } else if (sender instanceof Sender.External external) {
      return externalKey(external, content);
    } else if (sender instanceof Sender.NewMemberProposal) {
      if (content instanceof Proposal.Add add) {
        return add.keyPackage().leafNode().signatureKey();
      }
      throw RuleViolation.malformed("6.1", "a new member may propose nothing but its own Add");
    }
    UpdatePath path = content instanceof Commit commit ? commit.path() : null;
    if (path == null) {
      throw RuleViolation.malformed("12.4.3.2", "an external commit without a path");
    }
    return path.leafNode().signatureKey();
  }

  private byte[] externalKey(Sender.External sender, Content content) throws RuleViolation {
    if (!(content instanceof Proposal)
        || content instanceof Proposal.Update
        || content instanceof Proposal.ExternalInit) {
      throw RuleViolation.malformed("12.1.8", "an external sender may not send this");
    }
    Extension extension =
        epoch
            .context()
            .extensions()
            .find(Extension.EXTERNAL_SENDERS)
            .orElseThrow(
                () -> RuleViolation.invalid("12.1.8", "the group has no external senders"));
    List<ExternalSender> senders =
        Decoder.decodeAll(extension.data(), in -> in.list(ExternalSender::decode));
    if (sender.senderIndex() < 0 || sender.senderIndex() >= senders.size()) {
      throw RuleViolation.invalid("12.1.8", "an external sender that the group does not know");
    }
    return senders.get(sender.senderIndex()).signatureKey();
  }
}
