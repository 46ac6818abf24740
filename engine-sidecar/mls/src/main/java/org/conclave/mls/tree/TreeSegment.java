package org.conclave.mls.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * Part T as it is stored: a whole tree, or the nodes that differ from another tree.
 *
 * @param baseTreeHash the tree that it builds on; empty for a whole tree
 */
public record TreeSegment(byte[] treeHash, byte[] baseTreeHash, byte[] data) {
  /** A node's index and that it is blank. */
  private static final int SMALLEST_CHANGE = 5;

  public boolean isFull() {
    return baseTreeHash.length == 0;
  }

  public static TreeSegment full(RatchetTree tree) {
    byte[] data = new TlsWriter().u16(tree.suite().id()).struct(tree).toByteArray();
    return new TreeSegment(tree.treeHash(), new byte[0], data);
  }

  /** The differences where they are few, else the whole tree. */
  public static TreeSegment between(RatchetTree base, RatchetTree tree) {
    List<Integer> changes = new ArrayList<>();
    tree.forEachChange(base, changes::add);
    if (changes.size() > TreeMath.nodeCount(tree.width()) / 2) {
      return full(tree);
    }
    TlsWriter changed = new TlsWriter();
    for (int index : changes) {
      Node node = tree.node(index);
      changed.u32(index).u8(node == null ? 0 : 1);
      if (node != null) {
        Node.encodeTyped(changed, node);
      }
    }
    byte[] data = new TlsWriter().u32(tree.width()).opaque(changed.toByteArray()).toByteArray();
    return new TreeSegment(tree.treeHash(), base.treeHash(), data);
  }

  /**
   * Builds a tree from its segments.
   *
   * @param base a tree that is known already, where the first segment builds on it
   * @throws RuleViolation if they do not parse, do not follow from each other, or do not yield the
   *     tree hash they name
   */
  public static RatchetTree resolve(@Nullable RatchetTree base, List<TreeSegment> segments)
      throws RuleViolation {
    RatchetTree tree = base;
    for (TreeSegment segment : segments) {
      tree = segment.isFull() ? segment.readFull() : segment.applyTo(tree);
      if (!Arrays.equals(tree.treeHash(), segment.treeHash)) {
        throw RuleViolation.malformed(
            "7.8", "a tree segment does not yield the tree hash that it names");
      }
    }
    if (tree == null) {
      throw RuleViolation.malformed("7.8", "no tree segment was given");
    }
    return tree;
  }

  private RatchetTree readFull() throws RuleViolation {
    TlsReader in = new TlsReader(data);
    RatchetTree tree = RatchetTree.decode(CipherSuites.require(in.u16()), in);
    in.requireEnd();
    return tree;
  }

  private RatchetTree applyTo(@Nullable RatchetTree base) throws RuleViolation {
    if (base == null || !Arrays.equals(base.treeHash(), baseTreeHash)) {
      throw RuleViolation.malformed("7.8", "a tree segment builds on a tree that is not there");
    }
    TlsReader in = new TlsReader(data);
    int width = in.index();
    TlsReader changed = in.vector();
    in.requireEnd();
    boolean grows = width > base.width();
    if (grows) {
      // Before there is room for anybody, so that nothing is allocated for who is not there.
      requireFull(width, (long) base.memberCount() + changed.remaining() / SMALLEST_CHANGE);
    }
    TreeEditor editor = base.edit();
    editor.resize(width);
    int nodes = TreeMath.nodeCount(width);
    while (changed.remaining() > 0) {
      int index = changed.index();
      Node node = changed.present() ? Node.decodeTyped(changed) : null;
      if (index < 0
          || index >= nodes
          || node != null && node instanceof LeafNode != TreeMath.isLeaf(index)) {
        throw RuleViolation.malformed("7.8", "a tree segment sets a node that cannot be there");
      }
      editor.set(index, node);
    }
    if (grows) {
      requireFull(width, editor.memberCount());
    }
    return editor.build();
  }

  /** A tree grows when it is full (RFC 9420 section 7.7): then more than half of it is members. */
  private static void requireFull(int width, long members) throws RuleViolation {
    if (members <= width / 2) {
      throw RuleViolation.malformed("7.7", "a tree segment makes room for more than it brings");
    }
  }

  @Override
  public String toString() {
    return "TreeSegment[" + (isFull() ? "full" : "delta") + ", " + data.length + " octets]";
  }
}
