package org.conclave.mls.tree;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/** RFC 9420 section 7.3, as far as it looks at all members together. */
public final class MembershipValidator {
  private static final int FEW = 8;

  private MembershipValidator() {}

  /**
   * Signature keys and encryption keys occur once, and every member supports every credential type
   * in use.
   */
  public static void validate(TreeView tree) throws RuleViolation {
    Set<ByteBuffer> encryptionKeys = new HashSet<>();
    Set<ByteBuffer> signatureKeys = new HashSet<>();
    Set<Integer> credentialTypes = new HashSet<>();
    int nodes = TreeMath.nodeCount(tree.width());
    for (int index = 0; index < nodes; index++) {
      Node node = tree.node(index);
      if (node == null) {
        continue;
      }
      if (!encryptionKeys.add(ByteBuffer.wrap(node.encryptionKey()))) {
        throw RuleViolation.invalid("7.3", "an encryption key occurs twice in the tree");
      }
      if (node instanceof LeafNode leaf) {
        credentialTypes.add(leaf.credential().type());
        if (!signatureKeys.add(ByteBuffer.wrap(leaf.signatureKey()))) {
          throw RuleViolation.invalid("7.3", "a signature key occurs twice in the group");
        }
      }
    }
    for (int leafIndex = 0; leafIndex < tree.width(); leafIndex++) {
      LeafNode leaf = tree.leaf(leafIndex);
      if (leaf != null && !leaf.capabilities().credentials().containsAll(credentialTypes)) {
        throw RuleViolation.invalid("7.3", "a member does not support a credential type in use");
      }
    }
  }

  /**
   * The same for a tree in which only some leaves are new and the rest was valid before. A member
   * who only renewed its leaf is compared by its encryption key alone.
   *
   * @param before the tree that was valid
   */
  public static void validateChanged(
      TreeView before, TreeView tree, Collection<Integer> changedLeaves) throws RuleViolation {
    if (changedLeaves.size() > FEW) {
      validate(tree);
      return;
    }
    for (int changed : changedLeaves) {
      LeafNode leaf = tree.leaf(changed);
      if (leaf == null) {
        continue;
      }
      requireOnce(tree, leaf);
      if (!isRenewal(before.leaf(changed), leaf)) {
        compareWithAll(tree, changed, leaf);
      }
    }
  }

  /** Whether no other member can tell the difference, except by the encryption key. */
  private static boolean isRenewal(@Nullable LeafNode before, LeafNode leaf) {
    return before != null
        && Arrays.equals(before.signatureKey(), leaf.signatureKey())
        && before.credential().type() == leaf.credential().type()
        && before.capabilities().equals(leaf.capabilities());
  }

  private static void requireOnce(TreeView tree, LeafNode leaf) throws RuleViolation {
    EncryptionKeys key = new EncryptionKeys();
    key.add(leaf.encryptionKey());
    if (key.countIn(tree) > 1) {
      throw RuleViolation.invalid("7.3", "an encryption key occurs twice in the tree");
    }
  }

  private static void compareWithAll(TreeView tree, int changed, LeafNode leaf)
      throws RuleViolation {
    for (int index = 0; index < tree.width(); index++) {
      LeafNode other = tree.leaf(index);
      if (other == null || index == changed) {
        continue;
      }
      if (Arrays.equals(other.signatureKey(), leaf.signatureKey())) {
        throw RuleViolation.invalid("7.3", "a signature key occurs twice in the group");
      }
      if (!leaf.capabilities().credentials().contains(other.credential().type())
          || !other.capabilities().credentials().contains(leaf.credential().type())) {
        throw RuleViolation.invalid("7.3", "a member does not support a credential type in use");
      }
    }
  }

  /** Every member supports every extension of a GroupContext and what it requires. */
  public static void validateSupport(TreeView tree, Extensions extensions) throws RuleViolation {
    RequiredCapabilities required = RequiredCapabilities.of(extensions).orElse(null);
    for (int leafIndex = 0; leafIndex < tree.width(); leafIndex++) {
      LeafNode leaf = tree.leaf(leafIndex);
      if (leaf == null) {
        continue;
      }
      if (required != null && !required.areMetBy(leaf.capabilities())) {
        throw RuleViolation.invalid(
            "12.1.7", "member " + leafIndex + " lacks a required capability");
      }
      for (Extension extension : extensions.all()) {
        if (!leaf.capabilities().supportsExtension(extension.type())) {
          throw RuleViolation.invalid(
              "13.4", "member " + leafIndex + " does not support extension " + extension.type());
        }
      }
    }
  }
}
