package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.TranscriptHash;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.LeafNodeValidator;
import org.conclave.mls.tree.MembershipValidator;
import org.conclave.mls.tree.PathCreator;
import org.conclave.mls.tree.PathCreator.CreatedPath;
import org.conclave.mls.tree.RatchetTree;

/**
 * Joins a group by a commit of one's own, RFC 9420 section 12.4.3.2. All that the members will
 * check is checked here first, since they would only drop the commit.
 */
public final class ExternalCommitCreator {
  /** Not a member yet: no leaf is one's own. */
  private static final int NOWHERE = -1;

  private final GroupInfo info;
  private final Epoch epoch;
  private final CipherSuite suite;
  private final MemberIdentity identity;
  private final SecureRandom random;
  private final long now;

  private ExternalCommitCreator(
      GroupInfo info, Epoch epoch, MemberIdentity identity, SecureRandom random, long now) {
    this.info = info;
    this.epoch = epoch;
    this.suite = epoch.suite();
    this.identity = identity;
    this.random = random;
    this.now = now;
  }

  /** The commit and the epoch that its sender is in once the members take it. */
  public record Created(PublicMessage commit, NextEpoch next) {}

  /**
   * @param tree the one that the GroupInfo names
   * @param now seconds since 1970: leaves from key packages must be within their lifetime
   * @throws RuleViolation if the GroupInfo or its tree is not valid, or the client may not join
   */
  public static Created create(
      GroupInfo info,
      RatchetTree tree,
      MemberIdentity identity,
      ExternalCommitPlan plan,
      SecureRandom random,
      long now)
      throws RuleViolation {
    GroupInfoValidator.validate(info, tree, OptionalLong.of(now));
    byte[] interim =
        TranscriptHash.interim(
            tree.suite(), info.groupContext().confirmedTranscriptHash(), info.confirmationTag());
    EpochPart part = new EpochPart(info.groupContext(), interim, NOWHERE, tree.width(), null);
    return new ExternalCommitCreator(info, Epoch.of(part, tree), identity, random, now)
        .create(plan);
  }

  private Created create(ExternalCommitPlan plan) throws RuleViolation {
    CipherSuite.ExternalInitSecret init =
        suite.sendExternalInit(GroupInfoExporter.externalKey(info, suite), random);
    List<Proposal> proposals = proposals(plan, init.kemOutput());
    Sender self = new Sender.NewMemberCommit();
    List<ResolvedProposal> resolved =
        proposals.stream().map(proposal -> new ResolvedProposal(proposal, self, null)).toList();
    ProposalListValidator.validate(
        epoch, resolved, self, epoch.context().extensions(), OptionalLong.of(now));
    AppliedProposals applied = AppliedProposals.apply(epoch, resolved);
    int ownLeaf = applied.tree().placeForNewLeaf();
    CreatedPath path = createPath(applied, ownLeaf, plan);
    List<ProposalOrRef> entries =
        proposals.stream().<ProposalOrRef>map(ProposalOrRef.ByValue::new).toList();
    AuthenticatedContent signed = sign(new Commit(entries, path.path()), self, plan);
    NextEpoch next =
        NextEpoch.deriveForJoiner(
            epoch,
            ownLeaf,
            path.tree(),
            path.keys(),
            new NextEpoch.Inputs(
                signed,
                provisional(path.tree().treeHash()),
                init.initSecret(),
                path.commitSecret(),
                applied.psks(),
                plan.psks(),
                null));
    AuthenticatedContent commit = signed.withConfirmationTag(next.confirmationTag());
    return new Created(new PublicMessage(commit.content(), commit.auth(), null), next);
  }

  private List<Proposal> proposals(ExternalCommitPlan plan, byte[] kemOutput) throws RuleViolation {
    List<Proposal> proposals = new ArrayList<>();
    proposals.add(new Proposal.ExternalInit(kemOutput));
    if (plan.replacesFormerSelf()) {
      proposals.add(new Proposal.Remove(FormerLeaf.find(epoch.tree(), identity)));
    }
    for (Psk psk : plan.psks()) {
      byte[] nonce = suite.randomSecret(random).expose();
      proposals.add(new Proposal.PreSharedKey(psk.identifiedBy(nonce)));
    }
    return proposals;
  }

  private CreatedPath createPath(AppliedProposals applied, int ownLeaf, ExternalCommitPlan plan)
      throws RuleViolation {
    // Only what the leaf says of the client counts: the path brings key, source and signature.
    LeafNode client =
        identity
            .newLeaf(new LeafNodeSource.InKeyPackage(0, 0), plan.extensionTypes(), random)
            .leaf();
    CreatedPath path =
        new PathCreator(suite, random)
            .create(
                applied.tree(),
                ownLeaf,
                client,
                Set.of(),
                identity.signaturePrivateKey(),
                epoch.context().groupId(),
                treeHash -> provisional(treeHash).encoded());
    for (int removed : applied.removed()) {
      CredentialValidator.requireSuccessor(
          path.path().leafNode(), epoch.tree().requireLeaf(removed, "12.2"));
    }
    LeafNodeValidator.validateInCommit(
        path.path().leafNode(),
        ownLeaf,
        epoch.leafContext(epoch.context().extensions(), OptionalLong.empty()));
    MembershipValidator.validateChanged(epoch.tree(), path.tree(), List.of(ownLeaf));
    return path;
  }

  private AuthenticatedContent sign(Commit commit, Sender self, ExternalCommitPlan plan) {
    FramedContent content =
        new FramedContent(
            epoch.context().groupId(),
            epoch.context().epoch(),
            self,
            plan.authenticatedData(),
            commit);
    return AuthenticatedContent.sign(
        suite,
        WireFormat.PUBLIC_MESSAGE,
        content,
        epoch.encodedContext(),
        identity.signaturePrivateKey());
  }

  private GroupContext provisional(byte[] treeHash) {
    return epoch.context().provisional(treeHash, epoch.context().extensions());
  }
}
