package org.conclave.mls.tree;

import java.util.List;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code Credential}, RFC 9420 section 5.3. What it claims is for the application to judge. */
public sealed interface Credential extends Encodable {
  int BASIC = 1;
  int X509 = 2;

  /** The types that are understood here. */
  List<Integer> SUPPORTED = List.of(BASIC, X509);

  int type();

  /**
   * The identity of a basic credential; empty for any other, so that nobody takes one kind's claim
   * for another's.
   */
  byte[] identity();

  /** The certificates of an x509 credential in DER, end entity first; empty for any other. */
  List<byte[]> certificateChain();

  record Basic(byte[] identity) implements Credential {
    @Override
    public int type() {
      return BASIC;
    }

    @Override
    public List<byte[]> certificateChain() {
      return List.of();
    }

    @Override
    public void encode(TlsWriter out) {
      out.u16(BASIC).opaque(identity);
    }
  }

  record X509(List<byte[]> certificateChain) implements Credential {
    public X509 {
      certificateChain = List.copyOf(certificateChain);
    }

    @Override
    public int type() {
      return X509;
    }

    @Override
    public byte[] identity() {
      return new byte[0];
    }

    @Override
    public void encode(TlsWriter out) {
      out.u16(X509).list(certificateChain, TlsWriter::opaque);
    }
  }

  static Credential decode(TlsReader in) throws RuleViolation {
    int type = in.u16();
    return switch (type) {
      case BASIC -> new Basic(in.opaque());
      case X509 -> new X509(in.list(TlsReader::opaque));
      // A credential has no length of its own: one of an unknown type cannot even be skipped.
      default -> throw RuleViolation.unsupported("5.3", "credential type " + type);
    };
  }
}
