package org.conclave.mls.x509;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.conclave.mls.rule.RuleViolation;

/**
 * That each certificate of a chain was issued by the next: signatures, names, and that who issues
 * may issue (RFC 5280 section 6). Revocation is looked up nowhere.
 */
final class CertificationPath {
  private static final String SECTION = "5.3";
  private static final int KEY_CERT_SIGN = 5;
  private static final int SMALLEST_RSA = 2048;

  /** Beyond it a peer's certificate would cost more to check than a message may. */
  private static final int LARGEST_RSA = 8192;

  /**
   * ECDSA and RSA (PKCS #1) with SHA-256, SHA-384 and SHA-512; Ed25519; Ed448. A list of our own,
   * since the platform's differs between its versions, and members must agree on a commit.
   */
  private static final Set<String> SIGNATURE_ALGORITHMS =
      Set.of(
          "1.2.840.10045.4.3.2",
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4",
          "1.2.840.113549.1.1.11",
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13",
          "1.3.101.112",
          "1.3.101.113");

  private CertificationPath() {}

  /**
   * @param at a time at which all certificates are valid
   */
  static void validate(CertificateChain chain, Instant at) throws RuleViolation {
    if (chain.issuedWithin().isEmpty()) {
      return;
    }
    validateAlgorithms(chain);
    validateNames(chain);
    validateLast(chain);
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.last(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPath path =
          CertificateFactory.getInstance("X.509").generateCertPath(chain.issuedWithin());
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (CertPathValidatorException e) {
      throw RuleViolation.invalid(
          SECTION, "certificate " + e.getIndex() + " was not issued by the next: " + e.getReason());
    } catch (GeneralSecurityException | RuntimeException e) {
      // How the platform fails on keys and extensions that make no sense to it.
      throw RuleViolation.invalid(SECTION, "the certificates of a chain cannot be checked");
    }
  }

  private static void validateNames(CertificateChain chain) throws RuleViolation {
    for (int index = 0; index < chain.size() - 1; index++) {
      X500Principal issuer = chain.get(index).getIssuerX500Principal();
      if (!issuer.equals(chain.get(index + 1).getSubjectX500Principal())) {
        throw RuleViolation.invalid(SECTION, "certificate " + index + " names another issuer");
      }
    }
  }

  /** The platform asks nothing of the last one, which to it is trusted. */
  private static void validateLast(CertificateChain chain) throws RuleViolation {
    X509Certificate last = chain.last();
    long below =
        chain.issuedWithin().stream().skip(1).filter(issuer -> !isSelfIssued(issuer)).count();
    boolean[] usage = last.getKeyUsage();
    if (last.getBasicConstraints() < below || usage != null && !usage[KEY_CERT_SIGN]) {
      throw RuleViolation.invalid(SECTION, "the last certificate may not issue the one before it");
    }
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static void validateAlgorithms(CertificateChain chain) throws RuleViolation {
    for (X509Certificate issued : chain.issuedWithin()) {
      if (!SIGNATURE_ALGORITHMS.contains(issued.getSigAlgOID())) {
        throw RuleViolation.unsupported(
            SECTION, "a certificate signed with " + issued.getSigAlgOID());
      }
    }
    for (X509Certificate certificate : chain.certificates()) {
      if (certificate.getPublicKey() instanceof RSAKey rsa
          && (rsa.getModulus().bitLength() < SMALLEST_RSA
              || rsa.getModulus().bitLength() > LARGEST_RSA)) {
        throw RuleViolation.unsupported(
            SECTION, "a certificate's RSA key of " + rsa.getModulus().bitLength() + " bits");
      }
    }
  }
}
