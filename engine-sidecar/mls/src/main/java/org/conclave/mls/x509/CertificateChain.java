package org.conclave.mls.x509;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conclave.mls.rule.RuleViolation;

/**
 * The certificates of an x509 credential, end entity first (RFC 9420 section 5.3). That they parsed
 * says nothing about their signatures.
 *
 * @param certificates at least one
 */
record CertificateChain(List<X509Certificate> certificates) {
  private static final String SECTION = "5.3";
  private static final int MOST_CERTIFICATES = 8;
  private static final int LARGEST_CERTIFICATE = 16 * 1024;
  private static final byte SEQUENCE = 0x30;
  private static final byte INDEFINITE_LENGTH = (byte) 0x80;

  CertificateChain {
    certificates = List.copyOf(certificates);
  }

  /**
   * @param encoded each one certificate in DER, and nothing after it
   */
  static CertificateChain parse(List<byte[]> encoded) throws RuleViolation {
    if (encoded.isEmpty() || encoded.size() > MOST_CERTIFICATES) {
      throw RuleViolation.malformed(SECTION, "a chain of " + encoded.size() + " certificates");
    }
    List<X509Certificate> certificates = new ArrayList<>(encoded.size());
    for (byte[] certificate : encoded) {
      certificates.add(parse(certificate, certificates.size()));
    }
    return new CertificateChain(certificates);
  }

  private static X509Certificate parse(byte[] encoded, int index) throws RuleViolation {
    if (encoded.length > LARGEST_CERTIFICATE) {
      throw RuleViolation.malformed(
          SECTION, "certificate " + index + " has " + encoded.length + " octets");
    }
    // The platform would also take PEM, and BER, into which it descends as deep as its stack lets
    // it.
    if (encoded.length < 2 || encoded[0] != SEQUENCE || encoded[1] == INDEFINITE_LENGTH) {
      throw notDer(index);
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      if (factory.generateCertificate(new ByteArrayInputStream(encoded))
              instanceof X509Certificate certificate
          && Arrays.equals(certificate.getEncoded(), encoded)) {
        return certificate;
      }
    } catch (CertificateException | RuntimeException e) {
      // The parser's own words may quote what a peer wrote.
      throw notDer(index);
    }
    throw notDer(index);
  }

  private static RuleViolation notDer(int index) {
    return RuleViolation.malformed(
        SECTION, "certificate " + index + " is not an X.509 certificate in DER");
  }

  X509Certificate endEntity() {
    return certificates.get(0);
  }

  /** The last one: whoever trusts its key can trust the others. */
  X509Certificate last() {
    return certificates.get(certificates.size() - 1);
  }

  X509Certificate get(int index) {
    return certificates.get(index);
  }

  int size() {
    return certificates.size();
  }

  /** All but the last: those whose issuer is in the chain. */
  List<X509Certificate> issuedWithin() {
    return certificates.subList(0, certificates.size() - 1);
  }
}
