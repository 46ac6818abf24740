package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code PreSharedKeyID}, RFC 9420 section 8.4. */
public sealed interface PreSharedKeyId extends Encodable {
  byte[] nonce();

  record External(byte[] id, byte[] nonce) implements PreSharedKeyId {
    @Override
    public void encode(TlsWriter out) {
      out.u8(1).opaque(id).opaque(nonce);
    }
  }

  record Resumption(Usage usage, byte[] groupId, long epoch, byte[] nonce)
      implements PreSharedKeyId {
    @Override
    public void encode(TlsWriter out) {
      out.u8(2).u8(usage.ordinal() + 1).opaque(groupId).u64(epoch).opaque(nonce);
    }
  }

  /** {@code ResumptionPSKUsage}, in the order of its numbers from 1. */
  enum Usage {
    APPLICATION,
    REINIT,
    BRANCH
  }

  static PreSharedKeyId decode(TlsReader in) throws RuleViolation {
    int type = in.u8();
    return switch (type) {
      case 1 -> new External(in.opaque(), in.opaque());
      case 2 -> new Resumption(decodeUsage(in), in.opaque(), in.u64(), in.opaque());
      default -> throw RuleViolation.malformed("8.4", "pre-shared key type " + type);
    };
  }

  private static Usage decodeUsage(TlsReader in) throws RuleViolation {
    int usage = in.u8();
    if (usage < 1 || usage > 3) {
      throw RuleViolation.malformed("8.4", "resumption usage " + usage);
    }
    return Usage.values()[usage - 1];
  }
}
