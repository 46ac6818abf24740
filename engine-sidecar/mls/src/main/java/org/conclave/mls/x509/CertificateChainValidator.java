package org.conclave.mls.x509;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.rule.RuleViolation;

/**
 * What an x509 credential must satisfy whomever one trusts, RFC 9420 section 5.3: the end entity's
 * key is the leaf's, and each certificate vouches for the one before it. Whether the last one is to
 * be trusted, and whose the names in it are, the application judges (section 5.3.1).
 */
public final class CertificateChainValidator {
  private static final String SECTION = "5.3";
  private static final int DIGITAL_SIGNATURE = 0;

  /** The last second that X.509 can write, and how it writes that there is no end. */
  private static final long END_OF_TIME = 253_402_300_799L;

  private CertificateChainValidator() {}

  /**
   * @param encoded certificates in DER, end entity first
   * @param signatureKey of the leaf that the credential is in
   * @param now seconds since 1970, where expiry counts (section 5.3.2). Without it there must have
   *     been a time at which the whole chain was valid, so that members who process a commit at
   *     different times agree on it.
   */
  public static void validate(
      List<byte[]> encoded, CipherSuite suite, byte[] signatureKey, OptionalLong now)
      throws RuleViolation {
    CertificateChain chain = CertificateChain.parse(encoded);
    validateEndEntity(chain.endEntity(), suite, signatureKey);
    Instant at = now.isPresent() ? instant(now.getAsLong()) : latestStart(chain);
    for (int index = 0; index < chain.size(); index++) {
      X509Certificate certificate = chain.get(index);
      if (at.isBefore(start(certificate)) || at.isAfter(certificate.getNotAfter().toInstant())) {
        throw RuleViolation.invalid(
            "5.3.2",
            "certificate " + index + (now.isPresent() ? " is not valid now" : " is never valid"));
      }
    }
    CertificationPath.validate(chain, at);
  }

  private static void validateEndEntity(
      X509Certificate certificate, CipherSuite suite, byte[] signatureKey) throws RuleViolation {
    byte[] certified = certificate.getPublicKey().getEncoded();
    if (!Arrays.equals(certified, suite.subjectPublicKeyInfo(signatureKey))) {
      throw RuleViolation.invalid(
          SECTION, "the end entity's key is not the leaf's signature key under the suite's scheme");
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      throw RuleViolation.invalid(SECTION, "the end entity's key is not meant for signatures");
    }
  }

  private static Instant instant(long now) {
    return Instant.ofEpochSecond(Long.compareUnsigned(now, END_OF_TIME) > 0 ? END_OF_TIME : now);
  }

  /** If there is any time at which all of the chain is valid, this is one. */
  private static Instant latestStart(CertificateChain chain) {
    return chain.certificates().stream()
        .map(CertificateChainValidator::start)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private static Instant start(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant();
  }
}
