package org.conclave.mls.tree;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** A node of the ratchet tree that is not blank, RFC 9420 section 12.4.3.3. */
public sealed interface Node extends Encodable permits LeafNode, ParentNode {
  /** What an array or an element of a list takes on the heap besides its octets, about. */
  int OVERHEAD = 24;

  byte[] encryptionKey();

  /**
   * How many octets of the heap the node takes, about: what peers can make as large as they like
   * counts in full. Costs no encoding.
   */
  long footprint();

  /** With its {@code NodeType} before it. */
  static void encodeTyped(TlsWriter out, Node node) {
    out.u8(node instanceof LeafNode ? 1 : 2).struct(node);
  }

  static Node decodeTyped(TlsReader in) throws RuleViolation {
    int type = in.u8();
    return switch (type) {
      case 1 -> LeafNode.decode(in);
      case 2 -> ParentNode.decode(in);
      default -> throw RuleViolation.malformed("7.8", "node type " + type);
    };
  }
}
