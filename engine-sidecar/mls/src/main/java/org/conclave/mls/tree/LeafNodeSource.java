package org.conclave.mls.tree;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code leaf_node_source} and what depends on it, RFC 9420 section 7.2. */
public sealed interface LeafNodeSource extends Encodable {

  /** The leaf came with a KeyPackage. Times are unsigned seconds since 1970. */
  record InKeyPackage(long notBefore, long notAfter) implements LeafNodeSource {
    public boolean contains(long now) {
      return Long.compareUnsigned(notBefore, now) <= 0 && Long.compareUnsigned(now, notAfter) <= 0;
    }

    @Override
    public void encode(TlsWriter out) {
      out.u8(1).u64(notBefore).u64(notAfter);
    }
  }

  /** The leaf came with an Update proposal. */
  record InUpdate() implements LeafNodeSource {
    @Override
    public void encode(TlsWriter out) {
      out.u8(2);
    }
  }

  /** The leaf came with the UpdatePath of a Commit. */
  record InCommit(byte[] parentHash) implements LeafNodeSource {
    @Override
    public void encode(TlsWriter out) {
      out.u8(3).opaque(parentHash);
    }
  }

  static LeafNodeSource decode(TlsReader in) throws RuleViolation {
    int source = in.u8();
    return switch (source) {
      case 1 -> new InKeyPackage(in.u64(), in.u64());
      case 2 -> new InUpdate();
      case 3 -> new InCommit(in.opaque());
      default -> throw RuleViolation.malformed("7.2", "leaf node source " + source);
    };
  }
}
