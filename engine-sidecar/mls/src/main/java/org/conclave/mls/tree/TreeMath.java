package org.conclave.mls.tree;

/**
 * Arithmetic on node indices of the array representation, RFC 9420 appendix C. Leaf L is node 2L; a
 * tree has 2<sup>d</sup> leaves.
 */
public final class TreeMath {
  private static final int MOST_LEAVES = 1 << 23;

  private TreeMath() {}

  public static int nodeOf(int leaf) {
    return 2 * leaf;
  }

  public static int leafOf(int node) {
    return node / 2;
  }

  public static boolean isLeaf(int node) {
    return (node & 1) == 0;
  }

  /** Leaves are on level 0. */
  public static int level(int node) {
    return Integer.numberOfTrailingZeros(~node);
  }

  public static int nodeCount(int leaves) {
    return 2 * leaves - 1;
  }

  /** The smallest number of leaves, a power of two, that makes room for so many. */
  public static int widthFor(int leaves) {
    return leaves <= 1 ? 1 : Integer.highestOneBit(leaves - 1) << 1;
  }

  /** Whether a tree may have so many leaves: a power of two, and no more than fit. */
  public static boolean isWidth(int leaves) {
    return leaves > 0 && leaves <= MOST_LEAVES && Integer.bitCount(leaves) == 1;
  }

  public static int root(int leaves) {
    return leaves - 1;
  }

  public static int left(int node) {
    return node ^ 1 << level(node) - 1;
  }

  public static int right(int node) {
    return node ^ 3 << level(node) - 1;
  }

  /** Undefined for the root: ask {@link #root} first. */
  public static int parent(int node) {
    int level = level(node);
    return (node | 1 << level) & ~(1 << level + 1);
  }

  public static int sibling(int node) {
    int parent = parent(node);
    return node < parent ? right(parent) : left(parent);
  }

  /** Whether the node is the ancestor or equal to it. */
  public static boolean covers(int ancestor, int node) {
    int level = level(ancestor);
    return node >= firstNode(ancestor, level)
        && node <= firstNode(ancestor, level) + (2 << level) - 2;
  }

  /** The lowest common ancestor. */
  public static int commonAncestor(int a, int b) {
    int node = a;
    while (!covers(node, b)) {
      node = parent(node);
    }
    return node;
  }

  /** How many leaves are below a node, itself included. */
  public static int leavesBelow(int node) {
    return 1 << level(node);
  }

  /** The leftmost leaf below a node. */
  public static int firstLeaf(int node) {
    return firstNode(node, level(node)) / 2;
  }

  private static int firstNode(int node, int level) {
    return node - (1 << level) + 1;
  }
}
