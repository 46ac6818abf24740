package org.conclave.mls.tree;

import org.conclave.mls.crypto.Batch;
import org.conclave.mls.rule.RuleViolation;

/** The integrity of a whole tree as one who joins checks it, RFC 9420 section 12.4.3.1. */
public final class TreeValidator {
  private TreeValidator() {}

  public static void validate(RatchetTree tree, LeafContext context) throws RuleViolation {
    validateUnmergedLeaves(tree);
    new ParentHashValidator(context.suite(), tree).validate();
    MembershipValidator.validate(tree);
    Batch.check(
        tree.width(),
        leafIndex -> {
          LeafNode leaf = tree.leaf(leafIndex);
          if (leaf != null) {
            LeafNodeValidator.validate(leaf, leafIndex, context);
          }
        });
  }

  private static void validateUnmergedLeaves(RatchetTree tree) throws RuleViolation {
    int nodes = TreeMath.nodeCount(tree.width());
    for (int index = 1; index < nodes; index += 2) {
      ParentNode parent = tree.parent(index);
      if (parent == null) {
        continue;
      }
      if (!tree.suite().isPublicKey(parent.encryptionKey())) {
        throw RuleViolation.invalid(
            "5.1.1", "the encryption key of node " + index + " is no public key");
      }
      for (int leaf : parent.unmergedLeaves()) {
        if (tree.leaf(leaf) == null || !TreeMath.covers(index, TreeMath.nodeOf(leaf))) {
          throw RuleViolation.invalid(
              "12.4.3.1", "node " + index + " has an unmerged leaf that is not below it");
        }
        requireListedBetween(tree, index, leaf);
      }
    }
  }

  private static void requireListedBetween(RatchetTree tree, int ancestor, int leaf)
      throws RuleViolation {
    for (int node = TreeMath.parent(TreeMath.nodeOf(leaf));
        node != ancestor;
        node = TreeMath.parent(node)) {
      ParentNode between = tree.parent(node);
      if (between != null && !between.hasUnmerged(leaf)) {
        throw RuleViolation.invalid(
            "12.4.3.1", "leaf " + leaf + " is unmerged at " + ancestor + " but not at " + node);
      }
    }
  }
}
