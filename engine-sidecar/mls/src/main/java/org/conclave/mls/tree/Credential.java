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

  int type();

  /** What the application knows the client by: the identity, or the end-entity certificate. */
  byte[] identity();

  record Basic(byte[] identity) implements Credential {
    @Override
    public int type() {
      return BASIC;
    }

    @Override
    public void encode(TlsWriter out) {
      out.u16(BASIC).opaque(identity);
    }
  }

  record X509(List<byte[]> chain) implements Credential {
    @Override
    public int type() {
      return X509;
    }

    @Override
    public byte[] identity() {
      return chain.isEmpty() ? new byte[0] : chain.get(0);
    }

    @Override
    public void encode(TlsWriter out) {
      out.u16(X509).list(chain, TlsWriter::opaque);
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
