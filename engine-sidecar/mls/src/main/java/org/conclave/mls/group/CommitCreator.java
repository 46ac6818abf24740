package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeValidator;
import org.conclave.mls.tree.MembershipValidator;
import org.conclave.mls.tree.PathCreator;
import org.conclave.mls.tree.PathCreator.CreatedPath;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.UpdatePath;
import org.jspecify.annotations.Nullable;

/**
 * Makes a commit, the Welcome that goes with it, and the epoch after it: RFC 9420 section 12.4.1.
 * Changes nothing.
 */
public final class CommitCreator {
  private final Epoch epoch;
  private final CipherSuite suite;
  private final SecretsPart.Full secrets;
  private final PendingPart pending;
  private final Secret signatureKey;
  private final SecureRandom random;

  public CommitCreator(
      Epoch epoch,
      SecretsPart.Full secrets,
      PendingPart pending,
      Secret signatureKey,
      SecureRandom random) {
    this.epoch = epoch;
    this.suite = epoch.suite();
    this.secrets = secrets;
    this.pending = pending;
    this.signatureKey = signatureKey;
    this.random = random;
  }

  /**
   * A commit that still is to be framed.
   *
   * @param welcome null where nobody is added
   */
  public record Created(
      AuthenticatedContent commit,
      @Nullable Welcome welcome,
      NextEpoch next,
      List<MemberChange> changes) {}

  /**
   * @param now seconds since 1970: key packages must be within their lifetime
   */
  public Created create(CommitPlan plan, long now) throws RuleViolation {
    List<ProposalOrRef> covered = covered(plan);
    try {
      return create(plan, covered, now);
    } catch (RuleViolation e) {
      List<ProposalOrRef> removes = PendingSelection.removesOf(covered, pending);
      if (plan.coverage() != CommitPlan.Coverage.ORDINARY || removes.size() == covered.size()) {
        throw e;
      }
      // One member's proposal must not keep all others from committing, and so from sending. What
      // else waited may be proposed again; a Remove is valid by itself and never left out.
      return create(plan, removes, now);
    }
  }

  private List<ProposalOrRef> covered(CommitPlan plan) throws RuleViolation {
    return switch (plan.coverage()) {
      case NOTHING -> List.of();
      case ORDINARY ->
          PendingSelection.select(
              pending,
              plan.proposals(),
              epoch.ownLeaf(),
              NextEpoch.known(epoch, secrets, plan.psks()));
      case REINIT -> List.of(PendingSelection.latestReInit(pending));
    };
  }

  private Created create(CommitPlan plan, List<ProposalOrRef> covered, long now)
      throws RuleViolation {
    Sender self = new Sender.Member(epoch.ownLeaf());
    List<ProposalOrRef> entries = new ArrayList<>(covered);
    plan.proposals().forEach(proposal -> entries.add(new ProposalOrRef.ByValue(proposal)));
    List<ResolvedProposal> proposals =
        ProposalResolver.resolve(new Commit(entries, null), self, pending);
    Extensions extensions =
        AppliedProposals.extensionsAfter(proposals, epoch.context().extensions());
    ProposalListValidator.validate(epoch, proposals, self, extensions, OptionalLong.of(now));
    AppliedProposals applied = AppliedProposals.apply(epoch, proposals);
    MemberIdentity successor = plan.successor();
    boolean pathed = applied.pathRequired() || plan.forcePath() || successor != null;
    Path path = pathed ? createPath(applied, successor) : withoutPath(applied);
    if (successor != null) {
      validateLeaf(path.tree(), applied, now);
    }
    validateMembers(path.tree(), applied, successor != null);
    AuthenticatedContent signed = sign(plan, new Commit(List.copyOf(entries), path.update()));
    NextEpoch next =
        NextEpoch.derive(
            epoch,
            secrets,
            path.tree(),
            path.keys(),
            new NextEpoch.Inputs(
                signed,
                provisional(path.tree().treeHash(), extensions),
                secrets.secrets().init(),
                path.commitSecret(),
                applied.psks(),
                plan.psks(),
                applied.reInit()));
    Welcome welcome =
        applied.added().isEmpty()
            ? null
            : new Welcomer(suite, signatureKeyAfter(successor), random)
                .welcome(next, applied, path.secrets(), plan.treeInWelcome());
    return new Created(
        signed.withConfirmationTag(next.confirmationTag()),
        welcome,
        next,
        CommitProcessor.changes(
            epoch.tree(), path.tree(), applied, pathed ? epoch.ownLeaf() : -1, self));
  }

  /** The tree after the commit and what its path, if there is one, contributes. */
  private record Path(
      RatchetTree tree,
      PathKeys keys,
      Secret commitSecret,
      SortedMap<Integer, Secret> secrets,
      @Nullable UpdatePath update) {}

  private Path createPath(AppliedProposals applied, @Nullable MemberIdentity successor)
      throws RuleViolation {
    LeafNode leaf = epoch.tree().requireLeaf(epoch.ownLeaf(), "12.4.1");
    CreatedPath created =
        new PathCreator(suite, random)
            .create(
                applied.tree(),
                epoch.ownLeaf(),
                successor == null ? leaf : successor.takeOver(leaf),
                applied.added().keySet(),
                signatureKeyAfter(successor),
                epoch.context().groupId(),
                treeHash -> provisional(treeHash, applied.extensions()).encoded());
    PathKeys keys =
        secrets
            .keys()
            .keptIn(epoch.tree(), created.tree())
            .withLeafKey(created.keys().leafKey())
            .with(created.keys().nodeKeys());
    return new Path(
        created.tree(), keys, created.commitSecret(), created.pathSecrets(), created.path());
  }

  private Path withoutPath(AppliedProposals applied) {
    RatchetTree tree = applied.tree().build();
    return new Path(
        tree,
        secrets.keys().keptIn(epoch.tree(), tree),
        Secret.zeros(suite.secretLength()),
        Collections.emptySortedMap(),
        null);
  }

  /** The commit itself is signed with the key before it: section 6.1 goes by the old tree. */
  private Secret signatureKeyAfter(@Nullable MemberIdentity successor) {
    return successor == null ? signatureKey : successor.signaturePrivateKey();
  }

  /** The own leaf with a new credential, as the others will check it, and by the time. */
  private void validateLeaf(RatchetTree tree, AppliedProposals applied, long now)
      throws RuleViolation {
    LeafNode leaf = tree.requireLeaf(epoch.ownLeaf(), "12.4.1");
    LeafNodeValidator.validateInCommit(
        leaf, epoch.ownLeaf(), epoch.leafContext(applied.extensions(), OptionalLong.of(now)));
    CredentialValidator.requireSuccessor(leaf, epoch.tree().requireLeaf(epoch.ownLeaf(), "12.4.1"));
  }

  private void validateMembers(RatchetTree tree, AppliedProposals applied, boolean succeeded)
      throws RuleViolation {
    Set<Integer> changed = new LinkedHashSet<>(applied.added().keySet());
    changed.addAll(applied.updated());
    if (succeeded) {
      changed.add(epoch.ownLeaf());
    }
    MembershipValidator.validateChanged(epoch.tree(), tree, changed);
    if (applied.extensions() != epoch.context().extensions()) {
      MembershipValidator.validateSupport(tree, applied.extensions());
    }
  }

  private AuthenticatedContent sign(CommitPlan plan, Commit commit) {
    FramedContent content =
        new FramedContent(
            epoch.context().groupId(),
            epoch.context().epoch(),
            new Sender.Member(epoch.ownLeaf()),
            plan.authenticatedData(),
            commit);
    WireFormat format =
        plan.asPublicMessage() ? WireFormat.PUBLIC_MESSAGE : WireFormat.PRIVATE_MESSAGE;
    return AuthenticatedContent.sign(suite, format, content, epoch.encodedContext(), signatureKey);
  }

  private GroupContext provisional(byte[] treeHash, Extensions extensions) {
    return epoch.context().provisional(treeHash, extensions);
  }
}
