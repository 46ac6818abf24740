package org.conclave.mls.tree;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.conclave.mls.crypto.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The private keys that a member holds: of its leaf, and of nodes on its direct path by node index
 * (the tree invariant, RFC 9420 section 4.2). Immutable apart from wiping.
 */
public record PathKeys(Secret leafKey, SortedMap<Integer, Secret> nodeKeys) {
  public PathKeys {
    nodeKeys = Collections.unmodifiableSortedMap(new TreeMap<>(nodeKeys));
  }

  public static PathKeys ofLeaf(Secret leafKey) {
    return new PathKeys(leafKey, Collections.emptySortedMap());
  }

  /** The key for a node of a resolution, if this member, at the given leaf, has it. */
  @Nullable Secret keyFor(int node, int ownLeaf) {
    return node == TreeMath.nodeOf(ownLeaf) ? leafKey : nodeKeys.get(node);
  }

  public PathKeys withLeafKey(Secret newLeafKey) {
    return new PathKeys(newLeafKey, nodeKeys);
  }

  /** Those whose public keys a newer tree has left as they were. */
  public PathKeys keptIn(TreeView older, TreeView newer) {
    SortedMap<Integer, Secret> kept = new TreeMap<>(nodeKeys);
    kept.keySet().removeIf(index -> !sameKey(older, newer, index));
    return new PathKeys(leafKey, kept);
  }

  public PathKeys with(Map<Integer, Secret> more) {
    SortedMap<Integer, Secret> all = new TreeMap<>(nodeKeys);
    all.putAll(more);
    return new PathKeys(leafKey, all);
  }

  private static boolean sameKey(TreeView older, TreeView newer, int index) {
    if (index >= TreeMath.nodeCount(newer.width())) {
      return false;
    }
    Node before = older.node(index);
    Node after = newer.node(index);
    return before != null
        && after != null
        && Arrays.equals(before.encryptionKey(), after.encryptionKey());
  }
}
