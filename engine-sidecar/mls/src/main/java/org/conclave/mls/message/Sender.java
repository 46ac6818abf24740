package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code Sender}, RFC 9420 section 6. */
public sealed interface Sender extends Encodable {

  record Member(int leafIndex) implements Sender {
    @Override
    public void encode(TlsWriter out) {
      out.u8(1).u32(leafIndex);
    }
  }

  /** One of the external_senders of the GroupContext. */
  record External(int senderIndex) implements Sender {
    @Override
    public void encode(TlsWriter out) {
      out.u8(2).u32(senderIndex);
    }
  }

  record NewMemberProposal() implements Sender {
    @Override
    public void encode(TlsWriter out) {
      out.u8(3);
    }
  }

  record NewMemberCommit() implements Sender {
    @Override
    public void encode(TlsWriter out) {
      out.u8(4);
    }
  }

  /** Whether the signature covers the GroupContext (section 6.1). */
  default boolean signsContext() {
    return this instanceof Member || this instanceof NewMemberCommit;
  }

  static Sender decode(TlsReader in) throws RuleViolation {
    int type = in.u8();
    return switch (type) {
      case 1 -> new Member(in.index());
      case 2 -> new External(in.index());
      case 3 -> new NewMemberProposal();
      case 4 -> new NewMemberCommit();
      default -> throw RuleViolation.malformed("6", "sender type " + type);
    };
  }
}
