package org.conclave.mls.group;

import java.util.List;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;

/**
 * {@code ExternalSender}, RFC 9420 section 12.1.8.1: who is no member and may yet propose. Its
 * index in the extension is what it signs as.
 */
public record ExternalSender(byte[] signatureKey, Credential credential) implements Encodable {
  public static ExternalSender decode(TlsReader in) throws RuleViolation {
    return new ExternalSender(in.opaque(), Credential.decode(in));
  }

  /** The {@code external_senders} extension, for the GroupContext. */
  public static Extension extension(List<ExternalSender> senders) {
    return new Extension(Extension.EXTERNAL_SENDERS, new TlsWriter().list(senders).toByteArray());
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(signatureKey).struct(credential);
  }
}
