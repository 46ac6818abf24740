package org.conclave.ui.internal.chat;

import java.util.Arrays;

/**
 * The heights of rows, and where each row is: a Fenwick tree, so that asking, finding and changing
 * cost the logarithm of the number of rows.
 */
final class HeightIndex {
  private int[] heights = new int[0];
  private long[] tree = new long[1];
  private int size;

  int size() {
    return size;
  }

  /** Starts anew with {@code count} rows of {@code height} each. */
  void reset(int count, int height) {
    size = count;
    heights = new int[Math.max(16, count)];
    Arrays.fill(heights, 0, count, height);
    rebuild();
  }

  void append(int height) {
    if (size == heights.length) {
      heights = Arrays.copyOf(heights, size * 2);
      heights[size++] = height;
      rebuild();
    } else {
      size++;
      set(size - 1, height);
    }
  }

  private void rebuild() {
    tree = new long[heights.length + 1];
    for (int i = 1; i < tree.length; i++) {
      tree[i] += heights[i - 1];
      int parent = i + (i & -i);
      if (parent < tree.length) {
        tree[parent] += tree[i];
      }
    }
  }

  int get(int row) {
    return heights[row];
  }

  void set(int row, int height) {
    int change = height - heights[row];
    heights[row] = height;
    for (int i = row + 1; change != 0 && i < tree.length; i += i & -i) {
      tree[i] += change;
    }
  }

  /** Where {@code row} begins: the sum of the heights before it. */
  long top(int row) {
    long sum = 0;
    for (int i = row; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }

  long total() {
    return top(size);
  }

  /** The row at {@code y}; the first or the last where y is outside. */
  int rowAt(long y) {
    int row = 0;
    long left = Math.max(0, y);
    for (int step = Integer.highestOneBit(tree.length); step > 0; step >>= 1) {
      int next = row + step;
      if (next < tree.length && tree[next] <= left) {
        row = next;
        left -= tree[next];
      }
    }
    return Math.max(0, Math.min(row, size - 1));
  }
}
