package org.conclave.mls.message;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;

/** {@code Proposal}, RFC 9420 section 12.1. */
public sealed interface Proposal extends Content {
  int ADD = 1;
  int UPDATE = 2;
  int REMOVE = 3;
  int PSK = 4;
  int REINIT = 5;
  int EXTERNAL_INIT = 6;
  int GROUP_CONTEXT_EXTENSIONS = 7;

  /** The number of section 17.4. */
  int number();

  /** The body without the number before it. */
  void encodeBody(TlsWriter out);

  /** Whether a commit that covers it must have a path (section 12.4). */
  default boolean requiresPath() {
    return number() != ADD && number() != PSK && number() != REINIT;
  }

  @Override
  default void encode(TlsWriter out) {
    out.u16(number());
    encodeBody(out);
  }

  static Proposal decode(TlsReader in) throws RuleViolation {
    int number = in.u16();
    return switch (number) {
      case ADD -> new Add(KeyPackage.decode(in));
      case UPDATE -> new Update(LeafNode.decode(in));
      case REMOVE -> new Remove(in.index());
      case PSK -> new PreSharedKey(PreSharedKeyId.decode(in));
      case REINIT -> ReInit.decodeBody(in);
      case EXTERNAL_INIT -> new ExternalInit(in.opaque());
      case GROUP_CONTEXT_EXTENSIONS -> new GroupContextExtensions(Extensions.decode(in));
      // A proposal has no length of its own: one of an unknown type cannot even be skipped.
      default -> throw RuleViolation.unsupported("12.1", "proposal type " + number);
    };
  }

  record Add(KeyPackage keyPackage) implements Proposal {
    @Override
    public int number() {
      return ADD;
    }

    @Override
    public void encodeBody(TlsWriter out) {
      out.struct(keyPackage);
    }
  }

  record Update(LeafNode leafNode) implements Proposal {
    @Override
    public int number() {
      return UPDATE;
    }

    @Override
    public void encodeBody(TlsWriter out) {
      out.struct(leafNode);
    }
  }

  record Remove(int removed) implements Proposal {
    @Override
    public int number() {
      return REMOVE;
    }

    @Override
    public void encodeBody(TlsWriter out) {
      out.u32(removed);
    }
  }

  record PreSharedKey(PreSharedKeyId psk) implements Proposal {
    @Override
    public int number() {
      return PSK;
    }

    @Override
    public void encodeBody(TlsWriter out) {
      out.struct(psk);
    }
  }

  record ReInit(byte[] groupId, int version, int cipherSuite, Extensions extensions)
      implements Proposal {
    /** What {@link #encodeBody} wrote. */
    public static ReInit decodeBody(TlsReader in) throws RuleViolation {
      return new ReInit(in.opaque(), in.u16(), in.u16(), Extensions.decode(in));
    }

    @Override
    public int number() {
      return REINIT;
    }

    @Override
    public void encodeBody(TlsWriter out) {
      out.opaque(groupId).u16(version).u16(cipherSuite).struct(extensions);
    }
  }

  record ExternalInit(byte[] kemOutput) implements Proposal {
    @Override
    public int number() {
      return EXTERNAL_INIT;
    }

    @Override
    public void encodeBody(TlsWriter out) {
      out.opaque(kemOutput);
    }
  }

  record GroupContextExtensions(Extensions extensions) implements Proposal {
    @Override
    public int number() {
      return GROUP_CONTEXT_EXTENSIONS;
    }

    @Override
    public void encodeBody(TlsWriter out) {
      out.struct(extensions);
    }
  }
}
