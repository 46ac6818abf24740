package org.conclave.mls.group;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.state.PendingPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeValidator;
import org.conclave.mls.tree.MembershipValidator;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.PathReceiver;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.UpdatePath;
import org.jspecify.annotations.Nullable;

/** Applies a commit of another member or of one who joins by it, RFC 9420 section 12.4.2. */
public final class CommitProcessor {
  private final Epoch epoch;
  private final CipherSuite suite;
  private final SecretsPart.Full secrets;
  private final PendingPart pending;
  private final List<Psk> psks;

  public CommitProcessor(
      Epoch epoch, SecretsPart.Full secrets, PendingPart pending, List<Psk> psks) {
    this.epoch = epoch;
    this.suite = epoch.suite();
    this.secrets = secrets;
    this.pending = pending;
    this.psks = psks;
  }

  /**
   * What a commit did.
   *
   * @param next null where it removes this member: then there is none, and the confirmation tag
   *     could not be checked
   */
  public record Applied(int committer, List<MemberChange> changes, @Nullable NextEpoch next) {}

  /**
   * @param message with its signature verified
   */
  public Applied apply(AuthenticatedContent message) throws RuleViolation {
    Commit commit = (Commit) message.content().content();
    Sender sender = message.content().sender();
    List<ResolvedProposal> proposals = ProposalResolver.resolve(commit, sender, pending);
    Extensions extensions =
        AppliedProposals.extensionsAfter(proposals, epoch.context().extensions());
    ProposalListValidator.validate(epoch, proposals, sender, extensions, OptionalLong.empty());
    AppliedProposals applied = AppliedProposals.apply(epoch, proposals);
    UpdatePath path = commit.path();
    if (path == null && applied.pathRequired()) {
      throw RuleViolation.invalid("12.4", "a commit without a path that must have one");
    }
    int committer =
        sender instanceof Sender.Member member
            ? member.leafIndex()
            : applied.tree().placeForNewLeaf();
    if (path != null) {
      validateLeaf(path.leafNode(), committer, sender, applied);
    }
    boolean selfRemoved = applied.removed().contains(epoch.ownLeaf());
    PathReceiver receiver =
        path == null
            ? null
            : new PathReceiver(applied.tree(), path, committer, applied.added().keySet(), suite);
    RatchetTree tree = receiver == null ? applied.tree().build() : receiver.merge(applied.tree());
    validateMembers(tree, applied, committer, path != null);
    List<MemberChange> changes =
        changes(epoch.tree(), tree, applied, path == null ? -1 : committer, sender);
    if (selfRemoved) {
      return new Applied(committer, changes, null);
    }
    NextEpoch next = advance(message, applied, receiver, tree);
    byte[] tag = message.auth().confirmationTag();
    if (tag == null || !MessageDigest.isEqual(tag, next.confirmationTag())) {
      throw RuleViolation.undecryptable("12.4.2", "the confirmation tag does not verify");
    }
    return new Applied(committer, changes, next);
  }

  private void validateLeaf(LeafNode leaf, int committer, Sender sender, AppliedProposals applied)
      throws RuleViolation {
    if (sender instanceof Sender.Member) {
      LeafNode replaced = epoch.tree().requireLeaf(committer, "12.4.2");
      LeafNodeValidator.requireOtherKey(leaf, replaced);
      CredentialValidator.requireSuccessor(leaf, replaced);
    } else {
      // Section 12.2: one who replaces an old self is held to what an Update would be held to.
      for (int removed : applied.removed()) {
        LeafNode replaced = epoch.tree().requireLeaf(removed, "12.2");
        LeafNodeValidator.requireOtherKey(leaf, replaced);
        CredentialValidator.requireSuccessor(leaf, replaced);
      }
    }
    LeafNodeValidator.validateInCommit(
        leaf, committer, epoch.leafContext(applied.extensions(), OptionalLong.empty()));
  }

  private void validateMembers(
      RatchetTree tree, AppliedProposals applied, int committer, boolean pathed)
      throws RuleViolation {
    Set<Integer> changed = new LinkedHashSet<>(applied.added().keySet());
    changed.addAll(applied.updated());
    if (pathed) {
      changed.add(committer);
    }
    MembershipValidator.validateChanged(epoch.tree(), tree, changed);
    if (applied.extensions() != epoch.context().extensions()) {
      MembershipValidator.validateSupport(tree, applied.extensions());
    }
  }

  private NextEpoch advance(
      AuthenticatedContent message,
      AppliedProposals applied,
      @Nullable PathReceiver receiver,
      RatchetTree tree)
      throws RuleViolation {
    GroupContext provisional = epoch.context().provisional(tree.treeHash(), applied.extensions());
    PathKeys keys = secrets.keys().keptIn(epoch.tree(), tree);
    if (applied.ownUpdateKey() != null) {
      keys = keys.withLeafKey(applied.ownUpdateKey());
    }
    Secret commitSecret = Secret.zeros(suite.secretLength());
    if (receiver != null) {
      PathReceiver.OpenedPath opened = receiver.open(epoch.ownLeaf(), keys, provisional.encoded());
      commitSecret = opened.commitSecret();
      keys = keys.with(opened.nodeKeys());
    }
    Secret initSecret =
        applied.externalInit() == null
            ? secrets.secrets().init()
            : suite.receiveExternalInit(
                applied.externalInit().kemOutput(), secrets.secrets().external());
    return NextEpoch.derive(
        epoch,
        secrets,
        tree,
        keys,
        new NextEpoch.Inputs(
            message,
            provisional,
            initSecret,
            commitSecret,
            applied.psks(),
            psks,
            applied.reInit()));
  }

  /** What a commit did to the members; the committer counts as updated where it sent a path. */
  static List<MemberChange> changes(
      RatchetTree before,
      RatchetTree after,
      AppliedProposals applied,
      int pathLeaf,
      Sender sender) {
    List<MemberChange> changes = new ArrayList<>();
    for (int leaf : applied.removed()) {
      addChange(changes, MemberChange.Kind.REMOVED, leaf, before.leaf(leaf));
    }
    for (int leaf : applied.updated()) {
      addChange(changes, MemberChange.Kind.UPDATED, leaf, after.leaf(leaf));
    }
    for (int leaf : applied.added().keySet()) {
      addChange(changes, MemberChange.Kind.ADDED, leaf, after.leaf(leaf));
    }
    if (pathLeaf >= 0) {
      boolean joined = sender instanceof Sender.NewMemberCommit;
      addChange(
          changes,
          joined ? MemberChange.Kind.ADDED : MemberChange.Kind.UPDATED,
          pathLeaf,
          after.leaf(pathLeaf));
    }
    return changes;
  }

  private static void addChange(
      List<MemberChange> changes, MemberChange.Kind kind, int index, @Nullable LeafNode leaf) {
    if (leaf != null) {
      changes.add(new MemberChange(kind, index, leaf));
    }
  }
}
