package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.mls.States;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeSegment;
import org.jspecify.annotations.Nullable;

/**
 * Ratchet trees that were used lately, by tree hash, so that the host need not send megabytes with
 * every commit. The only thing that the engine keeps between calls: public, immutable, and never
 * needed, since the host can send any tree again. Bounded by an estimate of the memory it takes.
 * Thread-safe.
 */
final class TreeCache {
  /**
   * What a leaf, its parent and their hashes take on the heap besides what they hold, about. Trees
   * share most nodes, and each counts as if it shared none.
   */
  private static final long BYTES_PER_LEAF = 512;

  private final States mls;
  private final long capacity;
  private final Map<ByteString, RatchetTree> trees = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /**
   * @param capacity in bytes
   */
  TreeCache(States mls, long capacity) {
    this.mls = mls;
    this.capacity = capacity;
  }

  /**
   * The tree that {@code treeHash} names.
   *
   * @param segments that rebuild it; empty if the caller expects it to be here
   * @return empty if it is not here and no segments were given
   * @throws StateMismatchException if the segments yield another tree, or none
   */
  Optional<RatchetTree> resolve(ByteString treeHash, List<TreeSegment> segments) {
    RatchetTree present = find(treeHash);
    if (present != null || segments.isEmpty()) {
      return Optional.ofNullable(present);
    }
    TreeSegment first = segments.get(0);
    RatchetTree base = first.isFull() ? null : find(ByteString.copyFrom(first.baseTreeHash()));
    RatchetTree resolved = mls.resolveTree(base, segments);
    if (!treeHash.equals(ByteString.copyFrom(resolved.treeHash()))) {
      throw new StateMismatchException("the tree segments yield another tree than tree_hash names");
    }
    add(resolved);
    return Optional.of(resolved);
  }

  /** Keeps {@code tree}, in place of those whose last use was longest ago. */
  synchronized void add(RatchetTree tree) {
    if (trees.put(ByteString.copyFrom(tree.treeHash()), tree) == null) {
      size += weight(tree);
    }
    var eldest = trees.values().iterator();
    while (size > capacity && eldest.hasNext()) {
      size -= weight(eldest.next());
      eldest.remove();
    }
  }

  /** Gives all of them up; the host sends again what is needed. */
  synchronized void clear() {
    trees.clear();
    size = 0;
  }

  private synchronized @Nullable RatchetTree find(ByteString treeHash) {
    return trees.get(treeHash);
  }

  /** An estimate, which leaves with long certificates raise. */
  static long weight(RatchetTree tree) {
    return tree.width() * BYTES_PER_LEAF + tree.footprint();
  }
}
