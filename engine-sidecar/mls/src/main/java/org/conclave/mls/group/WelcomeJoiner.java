package org.conclave.mls.group;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.TranscriptHash;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.PathSecrets;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeMath;

/**
 * Joins a group by an opened Welcome and its tree, RFC 9420 section 12.4.3.1. Every leaf and every
 * parent is checked.
 */
public final class WelcomeJoiner {
  private static final String SECTION = "12.4.3.1";

  private WelcomeJoiner() {}

  /**
   * @param now seconds since 1970: leaves from key packages must be within their lifetime
   */
  public static NextEpoch join(WelcomeOpener.Opened opened, RatchetTree tree, OptionalLong now)
      throws RuleViolation {
    GroupInfo info = opened.groupInfo();
    GroupContext context = info.groupContext();
    CipherSuite suite = tree.suite();
    GroupInfoValidator.validate(info, tree, now);
    int ownLeaf = findLeaf(tree, opened.keyPackage().keyPackage().leafNode());
    if (ownLeaf == info.signer()) {
      throw RuleViolation.invalid(SECTION, "a Welcome that is signed by the one whom it welcomes");
    }
    PathKeys keys =
        PathKeys.ofLeaf(opened.keyPackage().encryptionKey())
            .with(pathKeys(opened, tree, ownLeaf, info.signer()));
    KeySchedule schedule =
        KeySchedule.join(
            suite, opened.secrets().joinerSecret(), opened.pskSecret(), context.encoded());
    byte[] confirmed = context.confirmedTranscriptHash();
    if (!suite.verifyMac(schedule.secrets().confirmation(), info.confirmationTag(), confirmed)) {
      throw RuleViolation.undecryptable(SECTION, "the confirmation tag does not verify");
    }
    EpochPart part =
        new EpochPart(
            context,
            TranscriptHash.interim(suite, confirmed, info.confirmationTag()),
            ownLeaf,
            tree.width(),
            null);
    SecretsPart.Full secrets = new SecretsPart.Full(schedule.secrets(), keys, List.of());
    return new NextEpoch(part, secrets, schedule, info.confirmationTag(), tree);
  }

  private static SortedMap<Integer, Secret> pathKeys(
      WelcomeOpener.Opened opened, RatchetTree tree, int ownLeaf, int signer) throws RuleViolation {
    Secret pathSecret = opened.secrets().pathSecret();
    if (pathSecret == null) {
      return Collections.emptySortedMap();
    }
    int ancestor = TreeMath.commonAncestor(TreeMath.nodeOf(ownLeaf), TreeMath.nodeOf(signer));
    if (tree.parent(ancestor) == null) {
      throw RuleViolation.invalid(SECTION, "a path secret for a blank node");
    }
    return PathSecrets.keysUpwards(tree, ancestor, pathSecret);
  }

  private static int findLeaf(RatchetTree tree, LeafNode own) throws RuleViolation {
    byte[] encoded = own.encoded();
    for (int index = 0; index < tree.width(); index++) {
      LeafNode leaf = tree.leaf(index);
      if (leaf != null
          && Arrays.equals(leaf.encryptionKey(), own.encryptionKey())
          && Arrays.equals(leaf.encoded(), encoded)) {
        return index;
      }
    }
    throw RuleViolation.invalid(SECTION, "the tree has no leaf of the key package");
  }
}
