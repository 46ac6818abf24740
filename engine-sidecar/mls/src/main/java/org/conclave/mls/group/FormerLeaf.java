package org.conclave.mls.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.RatchetTree;

/** The earlier appearance of a client that comes back by external commit (section 12.4.3.2). */
final class FormerLeaf {
  private FormerLeaf() {}

  /**
   * The leaf with the client's signature key or, where the client has a new one, the only leaf with
   * its identity.
   *
   * @throws RuleViolation if there is none, or the identity alone does not tell which
   */
  static int find(RatchetTree tree, MemberIdentity client) throws RuleViolation {
    PresentedClient presented = PresentedClient.of(client.credential());
    List<Integer> sameIdentity = new ArrayList<>();
    for (int index = 0; index < tree.width(); index++) {
      LeafNode leaf = tree.leaf(index);
      if (leaf == null) {
        continue;
      }
      if (Arrays.equals(leaf.signatureKey(), client.signatureKey())) {
        return index;
      }
      if (PresentedClient.of(leaf.credential()).equals(presented)) {
        sameIdentity.add(index);
      }
    }
    if (sameIdentity.size() != 1) {
      throw RuleViolation.invalid(
          "12.4.3.2", sameIdentity.size() + " leaves could be the former one of this client");
    }
    return sameIdentity.get(0);
  }
}
