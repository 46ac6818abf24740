package org.conclave.mls.group;

import java.util.Arrays;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.LeafContext;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeValidator;

/** A GroupInfo and its tree as one who joins checks them, RFC 9420 section 12.4.3.1. */
final class GroupInfoValidator {
  private static final String SECTION = "12.4.3.1";

  private GroupInfoValidator() {}

  /**
   * Everything but the confirmation tag, which takes the epoch's secrets.
   *
   * @param now seconds since 1970, where lifetimes count
   */
  static void validate(GroupInfo info, RatchetTree tree, OptionalLong now) throws RuleViolation {
    GroupContext context = info.groupContext();
    CipherSuite suite = tree.suite();
    if (suite.id() != context.cipherSuite()
        || !Arrays.equals(tree.treeHash(), context.treeHash())) {
      throw RuleViolation.invalid(SECTION, "the tree is not the one that the GroupInfo names");
    }
    LeafNode signer = tree.requireLeaf(info.signer(), SECTION);
    if (!info.isSignedBy(suite, signer.signatureKey())) {
      throw RuleViolation.invalid(SECTION, "the signature of the GroupInfo does not verify");
    }
    ExternalSender.validateAll(context.extensions(), suite, now);
    TreeValidator.validate(
        tree, new LeafContext(suite, context.groupId(), context.extensions(), now));
  }
}
