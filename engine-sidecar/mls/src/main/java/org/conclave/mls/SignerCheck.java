package org.conclave.mls;

import java.util.Arrays;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.x509.CertificateChainValidator;
import org.jspecify.annotations.Nullable;

/**
 * Whether signing material fits: a signature under the wrong key would only be noticed by everyone
 * else.
 */
final class SignerCheck {
  private SignerCheck() {}

  /**
   * @throws IllegalArgumentException also if the suite is not offered
   */
  static MemberIdentity identity(Signer signer, OfferedSuites offered) {
    return identity(signer, offered.get(signer.cipherSuite()), offered);
  }

  /** Whom a member of a group is to become; null for nobody else. */
  static @Nullable MemberIdentity successor(@Nullable Signer signer, CipherSuite suite) {
    if (signer == null) {
      return null;
    }
    if (signer.cipherSuite() != suite.id()) {
      throw new IllegalArgumentException("the successor is of another cipher suite than the group");
    }
    return identity(signer, suite, OfferedSuites.RFC_9420);
  }

  private static MemberIdentity identity(Signer signer, CipherSuite suite, OfferedSuites offered) {
    Secret privateKey = Secret.copyOf(signer.signaturePrivateKey());
    if (!Arrays.equals(suite.signatureKeyOf(privateKey), signer.signatureKey())) {
      throw new IllegalArgumentException("the signer's keys do not belong together");
    }
    if (signer.credential() instanceof Credential.X509 x509) {
      requireValid(x509, suite, signer.signatureKey());
    }
    return new MemberIdentity(
        suite, signer.credential(), signer.signatureKey(), privateKey, offered);
  }

  private static void requireValid(
      Credential.X509 credential, CipherSuite suite, byte[] signatureKey) {
    try {
      CertificateChainValidator.validate(
          credential.certificateChain(), suite, signatureKey, OptionalLong.empty());
    } catch (RuleViolation e) {
      throw new IllegalArgumentException(
          "the signer's certificates do not serve: " + e.detail(), e);
    }
  }

  /** The signer's private key, if it is the one of its leaf. */
  static Secret keyFor(Signer signer, @Nullable LeafNode ownLeaf) {
    if (ownLeaf == null || !Arrays.equals(ownLeaf.signatureKey(), signer.signatureKey())) {
      throw new IllegalArgumentException("the signer is not the member whose state this is");
    }
    return Secret.copyOf(signer.signaturePrivateKey());
  }
}
