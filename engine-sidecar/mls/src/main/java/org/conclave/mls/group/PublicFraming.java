package org.conclave.mls.group;

import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;

/** Content to PublicMessage and back, RFC 9420 section 6.2. */
public final class PublicFraming {
  private PublicFraming() {}

  public static PublicMessage seal(
      CipherSuite suite, Secret membershipKey, AuthenticatedContent signed, byte[] groupContext) {
    if (signed.content().content() instanceof Content.ApplicationData) {
      throw new IllegalArgumentException("application data never travels as a public message");
    }
    boolean member = signed.content().sender() instanceof Sender.Member;
    return new PublicMessage(
        signed.content(),
        signed.auth(),
        member ? suite.mac(membershipKey, signed.toBeMaced(groupContext)) : null);
  }

  /** Checks the membership tag. The signature is still to be verified. */
  public static AuthenticatedContent open(
      CipherSuite suite, Secret membershipKey, PublicMessage message, byte[] groupContext)
      throws RuleViolation {
    if (message.content().content() instanceof Content.ApplicationData) {
      throw RuleViolation.invalid("6", "application data in a public message");
    }
    AuthenticatedContent content =
        new AuthenticatedContent(WireFormat.PUBLIC_MESSAGE, message.content(), message.auth());
    byte[] tag = message.membershipTag();
    if (tag != null && !suite.verifyMac(membershipKey, tag, content.toBeMaced(groupContext))) {
      throw RuleViolation.undecryptable("6.2", "the membership tag does not verify");
    }
    return content;
  }
}
