package org.conclave.mls.message;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * {@code PublicMessage}, RFC 9420 section 6.2. The membership tag is there for members and only
 * then.
 */
public record PublicMessage(FramedContent content, AuthData auth, byte @Nullable [] membershipTag)
    implements MlsMessage.Body {

  public static PublicMessage decode(TlsReader in) throws RuleViolation {
    FramedContent content = FramedContent.decode(in);
    AuthData auth = AuthData.decode(content.content().type(), in);
    return new PublicMessage(
        content, auth, content.sender() instanceof Sender.Member ? in.opaque() : null);
  }

  @Override
  public void encode(TlsWriter out) {
    out.struct(content).struct(auth);
    if (membershipTag != null) {
      out.opaque(membershipTag);
    }
  }
}
