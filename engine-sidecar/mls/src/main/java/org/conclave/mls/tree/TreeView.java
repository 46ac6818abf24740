package org.conclave.mls.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a ratchet tree, finished or being edited. Node indices as in {@link
 * TreeMath}.
 */
public sealed interface TreeView permits RatchetTree, TreeEditor {
  /** How many leaves the tree has room for: a power of two. */
  int width();

  /** The node at an index, or null where it is blank. */
  @Nullable Node node(int index);

  /** The tree hash of the subtree at a node. Not to be changed. */
  byte[] hash(int index);

  /**
   * The indices of the nodes whose encryption key may be among some others: all of those, and
   * perhaps a few more.
   *
   * @param tails of the keys, as {@link TreePages#tail} has them, ascending
   */
  void forEachKeyLike(int[] tails, IntConsumer action);

  default byte[] treeHash() {
    return hash(TreeMath.root(width()));
  }

  /** The leaf with an index, or null where it is blank or outside the tree. */
  default @Nullable LeafNode leaf(int leafIndex) {
    if (leafIndex < 0 || leafIndex >= width()) {
      return null;
    }
    return (LeafNode) node(TreeMath.nodeOf(leafIndex));
  }

  /** A leaf that must be there because input names it. */
  default LeafNode requireLeaf(int leafIndex, String section) throws RuleViolation {
    LeafNode leaf = leaf(leafIndex);
    if (leaf == null) {
      throw RuleViolation.invalid(section, "leaf " + leafIndex + " is blank or outside the tree");
    }
    return leaf;
  }

  /** The parent at a node, or null where it is blank. */
  default @Nullable ParentNode parent(int index) {
    return (ParentNode) node(index);
  }

  /** The resolution of a node, RFC 9420 section 4.1.1. */
  default List<Integer> resolution(int index) {
    List<Integer> resolved = new ArrayList<>();
    resolve(index, resolved);
    return resolved;
  }

  private void resolve(int index, List<Integer> into) {
    Node node = node(index);
    if (node instanceof ParentNode parent) {
      into.add(index);
      parent.unmergedLeaves().forEach(leaf -> into.add(TreeMath.nodeOf(leaf)));
    } else if (node != null) {
      into.add(index);
    } else if (!TreeMath.isLeaf(index)) {
      resolve(TreeMath.left(index), into);
      resolve(TreeMath.right(index), into);
    }
  }

  /** Whether the resolution of a node is empty: nothing below it but blanks. */
  default boolean isEmptyBelow(int index) {
    if (node(index) != null) {
      return false;
    }
    return TreeMath.isLeaf(index)
        || isEmptyBelow(TreeMath.left(index)) && isEmptyBelow(TreeMath.right(index));
  }

  /** The filtered direct path of a leaf from its parent up to the root, RFC 9420 section 4.1.2. */
  default List<PathStep> filteredDirectPath(int leafIndex) {
    List<PathStep> steps = new ArrayList<>();
    int root = TreeMath.root(width());
    for (int child = TreeMath.nodeOf(leafIndex); child != root; child = TreeMath.parent(child)) {
      int copath = TreeMath.sibling(child);
      if (!isEmptyBelow(copath)) {
        steps.add(new PathStep(TreeMath.parent(child), copath));
      }
    }
    return steps;
  }

  /** A parent on a direct path and its child off the path. */
  record PathStep(int node, int copath) {}
}
