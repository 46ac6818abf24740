package org.conclave.mls.group;

import java.util.Arrays;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.LeafContext;
import org.conclave.mls.tree.LeafNodeValidator;

/** RFC 9420 section 10.1. */
public final class KeyPackageValidator {
  private KeyPackageValidator() {}

  public static void validate(KeyPackage keyPackage, LeafContext context) throws RuleViolation {
    if (keyPackage.version() != Capabilities.MLS10) {
      throw RuleViolation.invalid("10.1", "a key package of version " + keyPackage.version());
    }
    if (keyPackage.cipherSuite() != context.suite().id()) {
      throw RuleViolation.invalid("10.1", "a key package for suite " + keyPackage.cipherSuite());
    }
    LeafNodeValidator.validateInKeyPackage(keyPackage.leafNode(), context);
    for (Extension extension : keyPackage.extensions().all()) {
      if (!keyPackage.leafNode().capabilities().listsExtension(extension.type())) {
        throw RuleViolation.invalid("10", "a key package extension that its leaf does not support");
      }
    }
    if (!keyPackage.isSigned(context.suite())) {
      throw RuleViolation.invalid("10.1", "the signature of a key package does not verify");
    }
    if (!context.suite().isPublicKey(keyPackage.initKey())) {
      throw RuleViolation.invalid("5.1.1", "the init key of a key package is no public key");
    }
    if (Arrays.equals(keyPackage.initKey(), keyPackage.leafNode().encryptionKey())) {
      throw RuleViolation.invalid("10.1", "a key package whose init key is its encryption key");
    }
  }
}
