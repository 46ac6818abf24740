package org.conclave.mls.group;

import java.util.Arrays;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.LeafNode;

/** RFC 9420 section 5.3.1, as far as it can be judged without the application. */
final class CredentialValidator {
  private CredentialValidator() {}

  /**
   * A leaf that a member puts in the place of its own, or that comes in the place of the one that
   * an external commit removes (section 12.2), names the same client: by a credential of the same
   * type with the same identity or, of certificates, the same subject and alternative names.
   */
  static void requireSuccessor(LeafNode leaf, LeafNode replaced) throws RuleViolation {
    if (Arrays.equals(leaf.credential().encoded(), replaced.credential().encoded())) {
      // As it is nearly always, and then no certificate needs to be parsed.
      return;
    }
    if (!PresentedClient.of(leaf.credential()).equals(PresentedClient.of(replaced.credential()))) {
      throw RuleViolation.invalid(
          "5.3.1", "a new credential names another client than the one it replaces");
    }
  }
}
