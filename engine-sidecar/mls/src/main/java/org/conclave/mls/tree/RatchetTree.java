package org.conclave.mls.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * A ratchet tree with all its tree hashes: part T of a group's state. Public, and holds nothing
 * secret.
 *
 * <p>Immutable, so that it may be shared between threads and cached by tree hash. Trees that were
 * made from each other share their nodes. Says nothing about validity: see {@link TreeValidator}.
 */
public final class RatchetTree implements TreeView, Encodable {
  private static final int MOST_NODES = 1 << 24;

  private final CipherSuite suite;
  private final TreePages pages;
  private final int memberCount;

  /**
   * @param pages with every hash; nobody changes them any more
   */
  RatchetTree(CipherSuite suite, TreePages pages, int memberCount) {
    this.suite = suite;
    this.pages = pages;
    this.memberCount = memberCount;
  }

  /** A tree of one member. */
  public static RatchetTree ofCreator(CipherSuite suite, LeafNode leaf) {
    TreeEditor editor = new TreeEditor(suite, TreePages.blank(1), 0);
    editor.set(0, leaf);
    return editor.build();
  }

  /** {@code optional<Node> ratchet_tree<V>}, RFC 9420 section 12.4.3.3. */
  public static RatchetTree decode(CipherSuite suite, TlsReader in) throws RuleViolation {
    List<@Nullable Node> listed = new ArrayList<>();
    TlsReader body = in.vector();
    while (body.remaining() > 0) {
      Node node = body.present() ? Node.decodeTyped(body) : null;
      if (node != null && node instanceof LeafNode != TreeMath.isLeaf(listed.size())) {
        throw RuleViolation.malformed(
            "12.4.3.3", "node " + listed.size() + " is of the wrong type");
      }
      if (listed.size() >= MOST_NODES) {
        throw RuleViolation.malformed("12.4.3.3", "a tree of more than 2^24 nodes");
      }
      listed.add(node);
    }
    if (listed.isEmpty() || listed.get(listed.size() - 1) == null) {
      throw RuleViolation.malformed("12.4.3.3", "the last node of a ratchet tree is blank");
    }
    int width = TreeMath.widthFor(listed.size() / 2 + 1);
    TreeEditor editor = new TreeEditor(suite, TreePages.blank(TreeMath.nodeCount(width)), 0);
    for (int index = 0; index < listed.size(); index++) {
      editor.set(index, listed.get(index));
    }
    return editor.build();
  }

  public CipherSuite suite() {
    return suite;
  }

  public int memberCount() {
    return memberCount;
  }

  /** How many octets of the heap its nodes take, about. Costs nothing: it is kept, not computed. */
  public long footprint() {
    return pages.footprint();
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
    byte[] hash = pages.hash(index);
    if (hash == null) {
      throw new IllegalStateException("a finished tree has every hash");
    }
    return hash;
  }

  @Override
  public void forEachKeyLike(int[] tails, IntConsumer action) {
    pages.forEachCandidate(tails, action);
  }

  /** Every member's leaf with its leaf index, from left to right. */
  public void forEachLeaf(ObjIntConsumer<LeafNode> action) {
    for (int leafIndex = 0; leafIndex < width(); leafIndex++) {
      LeafNode leaf = leaf(leafIndex);
      if (leaf != null) {
        action.accept(leaf, leafIndex);
      }
    }
  }

  /** The indices of all nodes that are not the same object in an older tree, ascending. */
  void forEachChange(RatchetTree older, IntConsumer action) {
    pages.forEachUnshared(
        older.pages,
        index -> {
          if (node(index) != (index < older.pages.count() ? older.node(index) : null)) {
            action.accept(index);
          }
        });
  }

  /** An editor that starts from this tree and leaves it as it is. */
  public TreeEditor edit() {
    return new TreeEditor(suite, pages.edit(), memberCount);
  }

  @Override
  public void encode(TlsWriter out) {
    int last = pages.count();
    while (last > 0 && node(last - 1) == null) {
      last--;
    }
    int count = last;
    out.vector(
        body -> {
          for (int i = 0; i < count; i++) {
            Node node = node(i);
            body.u8(node == null ? 0 : 1);
            if (node != null) {
              Node.encodeTyped(body, node);
            }
          }
        });
  }
}
