package org.conclave.mls.tree;

import java.util.List;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.rule.RuleViolation;

/** {@code UpdatePath}, RFC 9420 section 7.6: a new leaf, and new keys from there to the root. */
public record UpdatePath(LeafNode leafNode, List<PathNode> nodes) implements Encodable {

  /** {@code UpdatePathNode}. */
  public record PathNode(byte[] encryptionKey, List<HpkeCiphertext> encryptedPathSecret)
      implements Encodable {
    static PathNode decode(TlsReader in) throws RuleViolation {
      return new PathNode(in.opaque(), in.list(HpkeCiphertext::decode));
    }

    @Override
    public void encode(TlsWriter out) {
      out.opaque(encryptionKey).list(encryptedPathSecret);
    }
  }

  public static UpdatePath decode(TlsReader in) throws RuleViolation {
    return new UpdatePath(LeafNode.decode(in), in.list(PathNode::decode));
  }

  @Override
  public void encode(TlsWriter out) {
    out.struct(leafNode).list(nodes);
  }
}
