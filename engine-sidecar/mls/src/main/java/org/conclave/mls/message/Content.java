package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** What a message carries, RFC 9420 section 6. */
public sealed interface Content extends Encodable
    permits Content.ApplicationData, Proposal, Commit {

  /** {@code ContentType}, in the order of its numbers from 1. */
  enum Type {
    APPLICATION,
    PROPOSAL,
    COMMIT;

    public int number() {
      return ordinal() + 1;
    }

    static Type decode(TlsReader in) throws RuleViolation {
      int number = in.u8();
      if (number < 1 || number > 3) {
        throw RuleViolation.malformed("6", "content type " + number);
      }
      return values()[number - 1];
    }
  }

  record ApplicationData(byte[] data) implements Content {
    @Override
    public void encode(TlsWriter out) {
      out.opaque(data);
    }
  }

  default Type type() {
    if (this instanceof Proposal) {
      return Type.PROPOSAL;
    }
    return this instanceof Commit ? Type.COMMIT : Type.APPLICATION;
  }

  static Content decode(Type type, TlsReader in) throws RuleViolation {
    return switch (type) {
      case APPLICATION -> new ApplicationData(in.opaque());
      case PROPOSAL -> Proposal.decode(in);
      case COMMIT -> Commit.decode(in);
    };
  }
}
