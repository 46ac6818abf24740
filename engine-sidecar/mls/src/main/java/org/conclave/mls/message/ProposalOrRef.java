package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code ProposalOrRef}, RFC 9420 section 12.4. */
public sealed interface ProposalOrRef extends Encodable {

  record ByValue(Proposal proposal) implements ProposalOrRef {
    @Override
    public void encode(TlsWriter out) {
      out.u8(1).struct(proposal);
    }
  }

  record ByReference(byte[] reference) implements ProposalOrRef {
    @Override
    public void encode(TlsWriter out) {
      out.u8(2).opaque(reference);
    }
  }

  static ProposalOrRef decode(TlsReader in) throws RuleViolation {
    int type = in.u8();
    return switch (type) {
      case 1 -> new ByValue(Proposal.decode(in));
      case 2 -> new ByReference(in.opaque());
      default -> throw RuleViolation.malformed("12.4", "ProposalOrRef type " + type);
    };
  }
}
