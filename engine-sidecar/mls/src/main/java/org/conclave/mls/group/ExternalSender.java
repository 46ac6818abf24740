package org.conclave.mls.group;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.x509.CertificateChainValidator;

/**
 * {@code ExternalSender}, RFC 9420 section 12.1.8.1: who is no member and may yet propose. Its
 * index in the extension is what it signs as.
 */
public record ExternalSender(byte[] signatureKey, Credential credential) implements Encodable {
  public static ExternalSender decode(TlsReader in) throws RuleViolation {
    return new ExternalSender(in.opaque(), Credential.decode(in));
  }

  /**
   * Those that a GroupContext lists, their certificates checked as those of leaves are (section
   * 5.3).
   *
   * @param now seconds since 1970, where expiry counts
   */
  static void validateAll(Extensions extensions, CipherSuite suite, OptionalLong now)
      throws RuleViolation {
    Optional<Extension> extension = extensions.find(Extension.EXTERNAL_SENDERS);
    if (extension.isEmpty()) {
      return;
    }
    List<ExternalSender> senders =
        Decoder.decodeAll(extension.get().data(), in -> in.list(ExternalSender::decode));
    for (ExternalSender sender : senders) {
      if (sender.credential() instanceof Credential.X509 x509) {
        CertificateChainValidator.validate(
            x509.certificateChain(), suite, sender.signatureKey(), now);
      }
    }
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
