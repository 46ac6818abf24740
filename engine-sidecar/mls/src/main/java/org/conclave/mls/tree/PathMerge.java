package org.conclave.mls.tree;

import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.tree.TreeView.PathStep;

/** Puts the public keys of an update path into the tree, RFC 9420 section 7.5. */
final class PathMerge {
  private PathMerge() {}

  /**
   * Sets keys and parent hashes from the root down and returns the parent hash that belongs into
   * the leaf.
   */
  static byte[] merge(
      CipherSuite suite, TreeEditor tree, int leafIndex, List<PathStep> steps, List<byte[]> keys) {
    tree.blankDirectPath(leafIndex);
    byte[] parentHash = new byte[0];
    for (int i = steps.size() - 1; i >= 0; i--) {
      byte[] siblingHash = tree.hash(steps.get(i).copath());
      tree.set(steps.get(i).node(), new ParentNode(keys.get(i), parentHash, List.of()));
      parentHash = NodeHash.parentHash(suite, keys.get(i), parentHash, siblingHash);
    }
    return parentHash;
  }
}
