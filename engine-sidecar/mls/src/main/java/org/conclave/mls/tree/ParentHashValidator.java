package org.conclave.mls.tree;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.rule.RuleViolation;

/**
 * RFC 9420 section 7.9.2: every parent is chained to a leaf by exactly one parent hash. Works top
 * down.
 */
final class ParentHashValidator {
  private final CipherSuite suite;
  private final TreeView tree;

  ParentHashValidator(CipherSuite suite, TreeView tree) {
    this.suite = suite;
    this.tree = tree;
  }

  void validate() throws RuleViolation {
    int nodes = TreeMath.nodeCount(tree.width());
    for (int index = 1; index < nodes; index += 2) {
      ParentNode parent = tree.parent(index);
      if (parent != null && !isChained(index, parent)) {
        throw RuleViolation.invalid("7.9.2", "parent node " + index + " is not parent-hash valid");
      }
    }
  }

  private boolean isChained(int index, ParentNode parent) {
    int left = TreeMath.left(index);
    int right = TreeMath.right(index);
    return isChainedThrough(parent, left, right) ^ isChainedThrough(parent, right, left);
  }

  /** Whether exactly one node below the child was set in the same update path as the parent. */
  private boolean isChainedThrough(ParentNode parent, int child, int sibling) {
    NavigableSet<Integer> unmerged = new TreeSet<>(parent.unmergedLeaves());
    List<Integer> resolution = tree.resolution(child);
    int descendant = -1;
    int unmergedResolved = 0;
    for (int node : resolution) {
      if (TreeMath.isLeaf(node) && unmerged.contains(TreeMath.leafOf(node))) {
        unmergedResolved++;
      } else if (descendant >= 0) {
        return false;
      } else {
        descendant = node;
      }
    }
    int unmergedBelow = below(child, unmerged).size();
    if (descendant < 0 || unmergedResolved != unmergedBelow) {
      return false;
    }
    byte[] expected =
        NodeHash.parentHash(
            suite, parent.encryptionKey(), parent.parentHash(), originalHash(sibling, unmerged));
    return Arrays.equals(expected, parentHashOf(descendant));
  }

  private byte[] parentHashOf(int index) {
    Node node = tree.node(index);
    if (node instanceof ParentNode parent) {
      return parent.parentHash();
    }
    return node instanceof LeafNode leaf && leaf.source() instanceof LeafNodeSource.InCommit commit
        ? commit.parentHash()
        : new byte[0];
  }

  /** {@code original_sibling_tree_hash}: the tree hash as if the leaves had not been added yet. */
  private byte[] originalHash(int index, NavigableSet<Integer> dropped) {
    if (below(index, dropped).isEmpty()) {
      return tree.hash(index);
    }
    if (TreeMath.isLeaf(index)) {
      return NodeHash.ofLeaf(suite, TreeMath.leafOf(index), null);
    }
    ParentNode parent = tree.parent(index);
    return NodeHash.ofParent(
        suite,
        parent == null ? null : parent.withoutUnmerged(dropped::contains),
        originalHash(TreeMath.left(index), dropped),
        originalHash(TreeMath.right(index), dropped));
  }

  /** Those of some leaves that are below a node. */
  private static SortedSet<Integer> below(int index, NavigableSet<Integer> leaves) {
    int first = TreeMath.firstLeaf(index);
    return leaves.subSet(first, first + TreeMath.leavesBelow(index));
  }
}
