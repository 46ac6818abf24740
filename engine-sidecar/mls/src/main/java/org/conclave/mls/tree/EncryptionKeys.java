package org.conclave.mls.tree;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** A few encryption keys that are looked for in a tree of any size. */
final class EncryptionKeys {
  private final Set<ByteBuffer> keys = new HashSet<>();

  /** False if it was among them already. */
  boolean add(byte[] key) {
    return keys.add(ByteBuffer.wrap(key));
  }

  /** How many nodes of a tree have one of them. */
  int countIn(TreeView tree) {
    int[] tails = keys.stream().mapToInt(key -> TreePages.tail(key.array())).sorted().toArray();
    int[] count = new int[1];
    tree.forEachKeyLike(
        tails,
        index -> {
          Node node = tree.node(index);
          if (node != null && keys.contains(ByteBuffer.wrap(node.encryptionKey()))) {
            count[0]++;
          }
        });
    return count[0];
  }
}
