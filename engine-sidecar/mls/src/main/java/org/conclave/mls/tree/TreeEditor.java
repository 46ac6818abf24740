package org.conclave.mls.tree;

import java.util.Arrays;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * A ratchet tree while it is changed. Hashes are computed when asked for and kept until something
 * below them changes, so that k changes cost O(k log N) hashes. Not thread safe.
 */
public final class TreeEditor implements TreeView {
  private static final int MOST_LEAVES = 1 << 23;

  private final CipherSuite suite;
  private @Nullable Node[] nodes;
  private byte[] @Nullable [] hashes;
  private int firstBlankCandidate;

  TreeEditor(CipherSuite suite, @Nullable Node[] nodes) {
    this(suite, nodes, new byte[nodes.length][]);
  }

  TreeEditor(CipherSuite suite, @Nullable Node[] nodes, byte[] @Nullable [] hashes) {
    this.suite = suite;
    this.nodes = nodes;
    this.hashes = hashes;
  }

  @Override
  public int width() {
    return nodes.length / 2 + 1;
  }

  @Override
  public @Nullable Node node(int index) {
    return nodes[index];
  }

  @Override
  public byte[] hash(int index) {
    byte[] known = hashes[index];
    if (known != null) {
      return known;
    }
    byte[] hash =
        TreeMath.isLeaf(index)
            ? NodeHash.ofLeaf(suite, TreeMath.leafOf(index), nodes[index])
            : NodeHash.ofParent(
                suite, nodes[index], hash(TreeMath.left(index)), hash(TreeMath.right(index)));
    hashes[index] = hash;
    return hash;
  }

  public void set(int index, @Nullable Node node) {
    nodes[index] = node;
    int root = TreeMath.root(width());
    int dirty = index;
    // A hash that is unknown has unknown hashes above it.
    while (hashes[dirty] != null) {
      hashes[dirty] = null;
      if (dirty == root) {
        break;
      }
      dirty = TreeMath.parent(dirty);
    }
  }

  /** Applies an Add (RFC 9420 section 12.1.1) and returns the new leaf's index. */
  public int add(LeafNode leaf) {
    int index = placeForNewLeaf();
    int root = TreeMath.root(width());
    for (int node = TreeMath.nodeOf(index); node != root; ) {
      node = TreeMath.parent(node);
      if (nodes[node] instanceof ParentNode parent) {
        set(node, parent.withUnmerged(index));
      }
    }
    set(TreeMath.nodeOf(index), leaf);
    return index;
  }

  /** The leftmost blank leaf; the tree grows if there is none. */
  public int placeForNewLeaf() {
    while (firstBlankCandidate < width() && leaf(firstBlankCandidate) != null) {
      firstBlankCandidate++;
    }
    if (firstBlankCandidate == width()) {
      grow();
    }
    return firstBlankCandidate;
  }

  /** Applies an Update (RFC 9420 section 12.1.2). */
  public void update(int leafIndex, LeafNode leaf) {
    set(TreeMath.nodeOf(leafIndex), leaf);
    blankDirectPath(leafIndex);
  }

  /** Applies a Remove (RFC 9420 section 12.1.3), except for {@link #truncate}. */
  public void remove(int leafIndex) {
    set(TreeMath.nodeOf(leafIndex), null);
    blankDirectPath(leafIndex);
    firstBlankCandidate = Math.min(firstBlankCandidate, leafIndex);
  }

  /** Takes the right half away for as long as it is empty. */
  public void truncate() {
    int last = nodes.length - 1;
    while (last > 0 && nodes[last] == null) {
      last -= 2;
    }
    int width = TreeMath.widthFor(last / 2 + 1);
    if (width < width()) {
      setWidth(width);
    }
  }

  public void blankDirectPath(int leafIndex) {
    int root = TreeMath.root(width());
    for (int node = TreeMath.nodeOf(leafIndex); node != root; ) {
      node = TreeMath.parent(node);
      if (nodes[node] != null) {
        set(node, null);
      }
    }
  }

  /** The tree as it is now. The editor must not be used afterwards. */
  public RatchetTree build() {
    treeHash();
    byte[][] all = new byte[hashes.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = hash(i);
    }
    return new RatchetTree(suite, nodes, all);
  }

  /**
   * Gives the tree room for so many leaves.
   *
   * @throws RuleViolation unless it is a power of two within the limit
   */
  void resize(int width) throws RuleViolation {
    if (width < 1 || Integer.bitCount(width) != 1 || width > MOST_LEAVES) {
      throw RuleViolation.malformed("7.7", "a tree of " + width + " leaves");
    }
    setWidth(width);
  }

  private void grow() {
    if (width() == MOST_LEAVES) {
      throw new IllegalStateException("the tree has as many leaves as it may have");
    }
    setWidth(2 * width());
  }

  private void setWidth(int width) {
    nodes = Arrays.copyOf(nodes, TreeMath.nodeCount(width));
    hashes = Arrays.copyOf(hashes, nodes.length);
  }
}
