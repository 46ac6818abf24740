package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * {@code FramedContentAuthData}, RFC 9420 section 6.1. The tag is there for a Commit and only then.
 */
public record AuthData(byte[] signature, byte @Nullable [] confirmationTag) implements Encodable {

  static AuthData decode(Content.Type type, TlsReader in) throws RuleViolation {
    return new AuthData(in.opaque(), type == Content.Type.COMMIT ? in.opaque() : null);
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(signature);
    if (confirmationTag != null) {
      out.opaque(confirmationTag);
    }
  }
}
