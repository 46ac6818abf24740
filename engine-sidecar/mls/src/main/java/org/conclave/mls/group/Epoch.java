package org.conclave.mls.group;

import java.util.Arrays;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafContext;
import org.conclave.mls.tree.RatchetTree;

/** An epoch and its tree, which were found to belong together. */
public record Epoch(CipherSuite suite, EpochPart part, RatchetTree tree, byte[] encodedContext) {

  /**
   * @throws StateMismatchException if the tree is not the epoch's
   */
  public static Epoch of(EpochPart part, RatchetTree tree) {
    if (!Arrays.equals(part.context().treeHash(), tree.treeHash())
        || part.treeWidth() != tree.width()) {
      throw new StateMismatchException("the tree is not the one of the epoch");
    }
    return new Epoch(part.suite(), part, tree, part.context().encoded());
  }

  GroupContext context() {
    return part.context();
  }

  int ownLeaf() {
    return part.ownLeaf();
  }

  /** What leaves of this group are checked against, under the given GroupContext extensions. */
  LeafContext leafContext(Extensions extensions, OptionalLong now) {
    return new LeafContext(suite, context().groupId(), extensions, now);
  }
}
