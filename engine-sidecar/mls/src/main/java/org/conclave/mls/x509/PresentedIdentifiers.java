package org.conclave.mls.x509;

import java.security.cert.X509Certificate;
import java.util.List;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** Whom the end entity of a chain says it is, RFC 9420 section 5.3.1. */
public final class PresentedIdentifiers {
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

  private PresentedIdentifiers() {}

  /**
   * The subject and the alternative names, to be compared and nothing else. Of a chain that does
   * not parse, all of it: it names nobody whom another names.
   */
  public static byte[] of(List<byte[]> chain) {
    try {
      X509Certificate certificate = CertificateChain.parse(chain).endEntity();
      byte[] alternative = certificate.getExtensionValue(SUBJECT_ALTERNATIVE_NAME);
      return new TlsWriter()
          .opaque(certificate.getSubjectX500Principal().getEncoded())
          .opaque(alternative == null ? new byte[0] : alternative)
          .toByteArray();
    } catch (RuleViolation e) {
      return new TlsWriter().list(chain, TlsWriter::opaque).toByteArray();
    }
  }
}
