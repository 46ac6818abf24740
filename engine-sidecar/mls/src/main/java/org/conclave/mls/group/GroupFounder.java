package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.TranscriptHash;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.MembershipValidator;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.RatchetTree;

/** A group of one, RFC 9420 section 11. */
public final class GroupFounder {
  private GroupFounder() {}

  /**
   * @param now seconds since 1970, where expiry counts
   * @throws RuleViolation if the extensions are not ones that those who join would accept
   */
  public static NextEpoch found(
      CipherSuite suite,
      byte[] groupId,
      MemberIdentity.OwnLeaf leaf,
      Extensions extensions,
      SecureRandom random,
      OptionalLong now)
      throws RuleViolation {
    RatchetTree tree = RatchetTree.ofCreator(suite, leaf.leaf());
    extensions.requireDistinct();
    MembershipValidator.validateSupport(tree, extensions);
    ExternalSender.validateAll(extensions, suite, now);
    byte[] confirmed = new byte[0];
    GroupContext context =
        new GroupContext(suite.id(), groupId, 0, tree.treeHash(), confirmed, extensions);
    KeySchedule schedule = KeySchedule.create(suite, suite.randomSecret(random));
    byte[] tag = suite.mac(schedule.secrets().confirmation(), confirmed);
    EpochPart part =
        new EpochPart(
            context, TranscriptHash.interim(suite, confirmed, tag), 0, tree.width(), null);
    SecretsPart.Full secrets =
        new SecretsPart.Full(schedule.secrets(), PathKeys.ofLeaf(leaf.encryptionKey()), List.of());
    return new NextEpoch(part, secrets, schedule, tag, tree);
  }
}
