package org.conclave.mls.tree;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a ratchet tree and the hashes below them, in pages that trees which were made from
 * each other share: a commit changes a path, so that an edit copies a few pages, and a comparison
 * looks into those alone.
 *
 * <p>A hash that is unknown has unknown hashes above it. Safe to share between threads once nothing
 * sets anything any more.
 */
final class TreePages {
  private static final int SHIFT = 6;
  private static final int SIZE = 1 << SHIFT;
  private static final int MASK = SIZE - 1;

  /** Consecutive nodes, with their hashes and a part of each encryption key. */
  private record Page(@Nullable Node[] nodes, byte[] @Nullable [] hashes, int[] tails) {
    static Page blank() {
      return new Page(new Node[SIZE], new byte[SIZE][], new int[SIZE]);
    }

    Page copy() {
      return new Page(nodes.clone(), hashes.clone(), tails.clone());
    }
  }

  private final int count;
  private final Page[] pages;
  private final BitSet own;
  private long footprint;

  private TreePages(int count, Page[] pages, BitSet own, long footprint) {
    this.count = count;
    this.pages = pages;
    this.own = own;
    this.footprint = footprint;
  }

  /** So many blank nodes. */
  static TreePages blank(int count) {
    Page[] pages = new Page[pagesFor(count)];
    Arrays.setAll(pages, i -> Page.blank());
    BitSet own = new BitSet();
    own.set(0, pages.length);
    return new TreePages(count, pages, own, 0);
  }

  /** The same nodes, to be changed without changing these. */
  TreePages edit() {
    return new TreePages(count, pages.clone(), new BitSet(), footprint);
  }

  /** The first nodes of these, or these and blank ones behind them. Takes these over. */
  TreePages resized(int newCount) {
    Page[] resized = Arrays.copyOf(pages, pagesFor(newCount));
    BitSet stillOwn = own.get(0, resized.length);
    for (int i = pages.length; i < resized.length; i++) {
      resized[i] = Page.blank();
      stillOwn.set(i);
    }
    long kept = footprint;
    for (int index = newCount; index < count; index++) {
      kept -= footprint(node(index));
    }
    TreePages result = new TreePages(newCount, resized, stillOwn, kept);
    for (int index = newCount; index < Math.min(count, resized.length << SHIFT); index++) {
      result.forget(index);
    }
    return result;
  }

  /** How many nodes there are, blank ones included. */
  int count() {
    return count;
  }

  /** What all nodes together take, {@link Node#footprint}; kept up to date as nodes are set. */
  long footprint() {
    return footprint;
  }

  @Nullable Node node(int index) {
    return pages[checked(index) >>> SHIFT].nodes[index & MASK];
  }

  byte @Nullable [] hash(int index) {
    return pages[checked(index) >>> SHIFT].hashes[index & MASK];
  }

  void setNode(int index, @Nullable Node node) {
    Page page = own(checked(index));
    footprint += footprint(node) - footprint(page.nodes[index & MASK]);
    page.nodes[index & MASK] = node;
    page.tails[index & MASK] = node == null ? 0 : tail(node.encryptionKey());
  }

  void setHash(int index, byte @Nullable [] hash) {
    own(checked(index)).hashes[index & MASK] = hash;
  }

  /**
   * Every index at which these nodes may differ from others: those of pages that are not shared.
   */
  void forEachUnshared(TreePages others, IntConsumer action) {
    for (int page = 0; page < pages.length; page++) {
      if (page < others.pages.length && pages[page] == others.pages[page]) {
        continue;
      }
      int end = Math.min(count, page + 1 << SHIFT);
      for (int index = page << SHIFT; index < end; index++) {
        action.accept(index);
      }
    }
  }

  /**
   * Every node that is not blank and whose encryption key may be among some others. Trees are large
   * and the keys that are looked for few: most nodes are told apart by four octets of their key.
   *
   * @param tails of the keys looked for, in ascending order
   */
  void forEachCandidate(int[] tails, IntConsumer action) {
    // Two octets first: one bit for each of their values fits into the processor's cache.
    long[] halves = new long[1 << 10];
    for (int tail : tails) {
      halves[(tail & 0xffff) >>> 6] |= 1L << (tail & 63);
    }
    for (int page = 0; page < pages.length; page++) {
      int[] present = pages[page].tails;
      for (int i = 0; i < SIZE; i++) {
        int tail = present[i];
        if ((halves[(tail & 0xffff) >>> 6] & 1L << (tail & 63)) != 0
            && Arrays.binarySearch(tails, tail) >= 0
            && pages[page].nodes[i] != null) {
          action.accept((page << SHIFT) + i);
        }
      }
    }
  }

  /** Four octets of a key, not the first: that one tells the encoding of some kinds of keys. */
  static int tail(byte[] key) {
    int end = key.length;
    return end < 6
        ? 0
        : key[end - 5] << 24
            | (key[end - 4] & 0xff) << 16
            | (key[end - 3] & 0xff) << 8
            | key[end - 2] & 0xff;
  }

  private static long footprint(@Nullable Node node) {
    return node == null ? 0 : node.footprint();
  }

  /** Of a node that is not counted any more. */
  private void forget(int index) {
    Page page = own(index);
    page.nodes[index & MASK] = null;
    page.hashes[index & MASK] = null;
    page.tails[index & MASK] = 0;
  }

  private Page own(int index) {
    int page = index >>> SHIFT;
    if (!own.get(page)) {
      pages[page] = pages[page].copy();
      own.set(page);
    }
    return pages[page];
  }

  private int checked(int index) {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException("node " + index + " of " + count);
    }
    return index;
  }

  private static int pagesFor(int count) {
    return (count + SIZE - 1) >>> SHIFT;
  }
}
