package org.conclave.mls;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.OptionalLong;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.KeyPackageValidator;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafContext;

/** Proposals by those who are no members, RFC 9420 section 12.1.8. */
final class ExternalProposals {
  private ExternalProposals() {}

  static ExternalProposalResult propose(
      ExternalProposalRequest request, OfferedSuites offered, SecureRandom random, long now)
      throws RuleViolation {
    if (request.proposal() instanceof ProposalRequest.Update) {
      throw new IllegalArgumentException("an external sender has no leaf to update");
    }
    if (request.senderIndex() < 0) {
      throw new IllegalArgumentException("an index of external_senders is not negative");
    }
    MemberIdentity identity = SignerCheck.identity(request.signer(), offered);
    Proposal proposal =
        RequestedProposal.of(request.proposal(), request.groupId(), identity.suite(), random);
    if (proposal instanceof Proposal.Add add) {
      validate(add.keyPackage(), identity, now);
    }
    return signed(
        identity,
        request.groupId(),
        request.epoch(),
        new Sender.External(request.senderIndex()),
        proposal);
  }

  static ExternalProposalResult proposeSelf(
      byte[] groupId, long epoch, Signer signer, byte[] keyPackage, OfferedSuites offered, long now)
      throws RuleViolation {
    MemberIdentity identity = SignerCheck.identity(signer, offered);
    KeyPackage own = MlsMessage.decode(keyPackage, KeyPackage.class);
    if (own.cipherSuite() != identity.suite().id()
        || !Arrays.equals(own.leafNode().signatureKey(), signer.signatureKey())) {
      throw new IllegalArgumentException("the key package is not the signer's");
    }
    validate(own, identity, now);
    return signed(identity, groupId, epoch, new Sender.NewMemberProposal(), new Proposal.Add(own));
  }

  /** As far as it can be without the group: what that asks for, its members check. */
  private static void validate(KeyPackage keyPackage, MemberIdentity proposer, long now)
      throws RuleViolation {
    KeyPackageValidator.validate(
        keyPackage,
        new LeafContext(proposer.suite(), new byte[0], Extensions.NONE, OptionalLong.of(now)));
  }

  private static ExternalProposalResult signed(
      MemberIdentity identity, byte[] groupId, long epoch, Sender sender, Proposal proposal) {
    Secret key = identity.signaturePrivateKey();
    // One who is outside signs without the GroupContext, which it need not know (section 6.1).
    AuthenticatedContent content =
        AuthenticatedContent.sign(
            identity.suite(),
            WireFormat.PUBLIC_MESSAGE,
            new FramedContent(groupId, epoch, sender, new byte[0], proposal),
            new byte[0],
            key);
    key.wipe();
    return new ExternalProposalCreated(
        new MlsMessage(new PublicMessage(content.content(), content.auth(), null)).encoded());
  }
}
