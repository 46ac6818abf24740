package org.conclave.mls.tree;

import java.util.Arrays;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.x509.CertificateChainValidator;

/**
 * RFC 9420 section 7.3, as far as it looks at one leaf alone. {@link MembershipValidator} has the
 * rest.
 */
public final class LeafNodeValidator {
  private LeafNodeValidator() {}

  /**
   * Everything but the lifetime's length and whom a credential stands for, which are matters of the
   * application.
   */
  public static void validate(LeafNode leaf, int leafIndex, LeafContext context)
      throws RuleViolation {
    validateAlone(leaf, context);
    RequiredCapabilities required = RequiredCapabilities.of(context.extensions()).orElse(null);
    if (required != null && !required.areMetBy(leaf.capabilities())) {
      throw RuleViolation.invalid("7.3", "a leaf lacks a required capability");
    }
    for (Extension extension : context.extensions().all()) {
      if (!leaf.capabilities().supportsExtension(extension.type())) {
        throw RuleViolation.invalid(
            "13.4", "a leaf does not support GroupContext extension " + extension.type());
      }
    }
    if (!leaf.isSignedFor(context.suite(), context.groupId(), leafIndex)) {
      throw RuleViolation.invalid("7.3", "the signature of leaf " + leafIndex + " does not verify");
    }
  }

  private static void validateAlone(LeafNode leaf, LeafContext context) throws RuleViolation {
    Capabilities capabilities = leaf.capabilities();
    if (!capabilities.versions().contains(Capabilities.MLS10)) {
      throw RuleViolation.invalid("7.2", "a leaf does not support mls10");
    }
    if (!capabilities.cipherSuites().contains(context.suite().id())) {
      throw RuleViolation.invalid(
          "7.2", "a leaf does not support the cipher suite it is used with");
    }
    if (!capabilities.supportsCredential(leaf.credential().type())) {
      throw RuleViolation.invalid("7.2", "a leaf's credential type is not among its capabilities");
    }
    for (Extension extension : leaf.extensions().all()) {
      if (!capabilities.listsExtension(extension.type())) {
        throw RuleViolation.invalid(
            "7.3", "extension " + extension.type() + " is not among the leaf's capabilities");
      }
    }
    if (leaf.credential() instanceof Credential.X509 x509) {
      CertificateChainValidator.validate(
          x509.certificateChain(), context.suite(), leaf.signatureKey(), context.now());
    }
    if (!context.suite().isPublicKey(leaf.encryptionKey())) {
      throw RuleViolation.invalid("5.1.1", "a leaf's encryption key is no public key");
    }
    if (leaf.source() instanceof LeafNodeSource.InKeyPackage lifetime
        && context.now().isPresent()
        && !lifetime.contains(context.now().getAsLong())) {
      throw RuleViolation.invalid("7.3", "the present time is outside a leaf's lifetime");
    }
  }

  /** A leaf as KeyPackages carry it. */
  public static void validateInKeyPackage(LeafNode leaf, LeafContext context) throws RuleViolation {
    if (!(leaf.source() instanceof LeafNodeSource.InKeyPackage)) {
      throw RuleViolation.invalid("7.3", "the leaf of a key package has another source");
    }
    validate(leaf, 0, context);
  }

  /** A leaf as an Update carries it, for the place of another. */
  public static void validateInUpdate(
      LeafNode leaf, LeafNode replaced, int leafIndex, LeafContext context) throws RuleViolation {
    if (!(leaf.source() instanceof LeafNodeSource.InUpdate)) {
      throw RuleViolation.invalid("7.3", "the leaf of an update has another source");
    }
    requireOtherKey(leaf, replaced);
    validate(leaf, leafIndex, context);
  }

  /** A leaf as the UpdatePath of a Commit carries it. */
  public static void validateInCommit(LeafNode leaf, int leafIndex, LeafContext context)
      throws RuleViolation {
    if (!(leaf.source() instanceof LeafNodeSource.InCommit)) {
      throw RuleViolation.invalid("12.4.2", "the leaf of an update path has another source");
    }
    validate(leaf, leafIndex, context);
  }

  /** A leaf that replaces another must bring a new encryption key. */
  public static void requireOtherKey(LeafNode leaf, LeafNode replaced) throws RuleViolation {
    if (Arrays.equals(leaf.encryptionKey(), replaced.encryptionKey())) {
      throw RuleViolation.invalid(
          "7.3", "a new leaf repeats the encryption key of the one it replaces");
    }
  }
}
