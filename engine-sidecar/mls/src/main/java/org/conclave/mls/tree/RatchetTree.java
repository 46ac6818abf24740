package org.conclave.mls.tree;

import java.util.ArrayList;
import java.util.List;
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
  private final @Nullable Node[] nodes;
  private final byte[][] hashes;
  private final int memberCount;

  /** Takes the arrays over. */
  RatchetTree(CipherSuite suite, @Nullable Node[] nodes, byte[][] hashes) {
    this.suite = suite;
    this.nodes = nodes;
    this.hashes = hashes;
    int members = 0;
    for (int node = 0; node < nodes.length; node += 2) {
      members += nodes[node] == null ? 0 : 1;
    }
    this.memberCount = members;
  }

  /** A tree of one member. */
  public static RatchetTree ofCreator(CipherSuite suite, LeafNode leaf) {
    return new TreeEditor(suite, new Node[] {leaf}).build();
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
    return new TreeEditor(suite, listed.toArray(new Node[TreeMath.nodeCount(width)])).build();
  }

  public CipherSuite suite() {
    return suite;
  }

  public int memberCount() {
    return memberCount;
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
    return hashes[index];
  }

  /** Every member's leaf with its leaf index, from left to right. */
  public void forEachLeaf(ObjIntConsumer<LeafNode> action) {
    for (int node = 0; node < nodes.length; node += 2) {
      if (nodes[node] instanceof LeafNode leaf) {
        action.accept(leaf, TreeMath.leafOf(node));
      }
    }
  }

  /** An editor that starts from this tree and leaves it as it is. */
  public TreeEditor edit() {
    return new TreeEditor(suite, nodes.clone(), hashes.clone());
  }

  @Override
  public void encode(TlsWriter out) {
    int last = nodes.length;
    while (last > 0 && nodes[last - 1] == null) {
      last--;
    }
    int count = last;
    out.vector(
        body -> {
          for (int i = 0; i < count; i++) {
            Node node = nodes[i];
            body.u8(node == null ? 0 : 1);
            if (node != null) {
              Node.encodeTyped(body, node);
            }
          }
        });
  }
}
