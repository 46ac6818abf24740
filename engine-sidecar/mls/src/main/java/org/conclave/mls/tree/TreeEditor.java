package org.conclave.mls.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * A ratchet tree while it is changed. Hashes are computed when asked for and kept until something
 * below them changes, so that k changes cost O(k log N) hashes. Not thread safe.
 */
public final class TreeEditor implements TreeView {
  private final CipherSuite suite;
  private TreePages pages;
  private int memberCount;
  private int firstBlankCandidate;
  private boolean leafTaken;

  /** Takes the pages over. */
  TreeEditor(CipherSuite suite, TreePages pages, int memberCount) {
    this.suite = suite;
    this.pages = pages;
    this.memberCount = memberCount;
  }

  int memberCount() {
    return memberCount;
  }

  @Override
  public int width() {
    return pages.count() / 2 + 1;
  }

  @Override
  public @Nullable Node node(int index) {
    return pages.node(index);
  }

  @Override
  public byte[] hash(int index) {
    byte[] known = pages.hash(index);
    if (known != null) {
      return known;
    }
    byte[] hash =
        TreeMath.isLeaf(index)
            ? NodeHash.ofLeaf(suite, TreeMath.leafOf(index), node(index))
            : NodeHash.ofParent(
                suite, node(index), hash(TreeMath.left(index)), hash(TreeMath.right(index)));
    pages.setHash(index, hash);
    return hash;
  }

  @Override
  public void forEachKeyLike(int[] tails, IntConsumer action) {
    pages.forEachCandidate(tails, action);
  }

  public void set(int index, @Nullable Node node) {
    if (TreeMath.isLeaf(index)) {
      memberCount += (node == null ? 0 : 1) - (node(index) == null ? 0 : 1);
      leafTaken |= node == null;
    }
    pages.setNode(index, node);
    int root = TreeMath.root(width());
    int dirty = index;
    // A hash that is unknown has unknown hashes above it.
    while (pages.hash(dirty) != null) {
      pages.setHash(dirty, null);
      if (dirty == root) {
        break;
      }
      dirty = TreeMath.parent(dirty);
    }
  }

  /** Applies an Add (RFC 9420 section 12.1.1) and returns the new leaf's index. */
  public int add(LeafNode leaf) {
    return addAll(List.of(leaf)).get(0);
  }

  /**
   * Applies Adds (RFC 9420 section 12.1.1) in order and returns the new leaves' indices. A parent
   * is given all its unmerged leaves at once: one after the other would cost the square of their
   * number.
   */
  public List<Integer> addAll(List<LeafNode> leaves) {
    List<Integer> places = new ArrayList<>(leaves.size());
    Map<Integer, List<Integer>> unmerged = new LinkedHashMap<>();
    for (LeafNode leaf : leaves) {
      int index = placeForNewLeaf();
      places.add(index);
      set(TreeMath.nodeOf(index), leaf);
      int root = TreeMath.root(width());
      for (int node = TreeMath.nodeOf(index); node != root; ) {
        node = TreeMath.parent(node);
        if (node(node) != null) {
          unmerged.computeIfAbsent(node, ancestor -> new ArrayList<>()).add(index);
        }
      }
    }
    unmerged.forEach(
        (node, more) -> {
          if (node(node) instanceof ParentNode parent) {
            set(node, parent.withUnmerged(more));
          }
        });
    return places;
  }

  /** The leftmost blank leaf; the tree grows if there is none. */
  public int placeForNewLeaf() {
    if (memberCount == width()) {
      firstBlankCandidate = width();
    }
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
    if (!leafTaken) {
      return;
    }
    int last = pages.count() - 1;
    while (last > 0 && node(last) == null) {
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
      if (node(node) != null) {
        set(node, null);
      }
    }
  }

  /** The tree as it is now. The editor must not be used afterwards. */
  public RatchetTree build() {
    // Above an unknown hash all are unknown, so that the root's brings all of them.
    treeHash();
    return new RatchetTree(suite, pages, memberCount);
  }

  /**
   * Gives the tree room for so many leaves.
   *
   * @throws RuleViolation unless it is a power of two within the limit
   */
  void resize(int width) throws RuleViolation {
    if (!TreeMath.isWidth(width)) {
      throw RuleViolation.malformed("7.7", "a tree of " + width + " leaves");
    }
    for (int leafIndex = width; leafIndex < width(); leafIndex++) {
      memberCount -= leaf(leafIndex) == null ? 0 : 1;
    }
    setWidth(width);
  }

  private void grow() {
    if (!TreeMath.isWidth(2 * width())) {
      throw new IllegalStateException("the tree has as many leaves as it may have");
    }
    setWidth(2 * width());
  }

  private void setWidth(int width) {
    if (width != width()) {
      pages = pages.resized(TreeMath.nodeCount(width));
    }
  }
}
