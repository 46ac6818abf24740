package org.conclave.libp2p.internal.yamux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that wait for their reader. Takes little more memory than there are bytes, however a peer
 * cuts them up: large pieces are kept as they came, small ones are copied together.
 */
final class ReceiveQueue {
  private static final int SMALL = 2048;
  private static final int GATHERING = 4096;

  private static final class Chunk {
    final byte[] array;
    final int offset;
    final boolean growing;
    int length;

    Chunk(byte[] array, int offset, int length, boolean growing) {
      this.array = array;
      this.offset = offset;
      this.length = length;
      this.growing = growing;
    }
  }

  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int bytes;

  int bytes() {
    return bytes;
  }

  void add(byte[] array, int offset, int length) {
    bytes += length;
    // A slice keeps its whole array alive, so it must be most of it.
    if (length >= SMALL && 2L * length >= array.length) {
      chunks.add(new Chunk(array, offset, length, false));
      return;
    }
    Chunk last = chunks.peekLast();
    if (last == null || length >= SMALL) {
      byte[] copy = Arrays.copyOfRange(array, offset, offset + length);
      chunks.add(new Chunk(copy, 0, length, false));
      return;
    }
    int from = offset;
    int left = length;
    if (last.growing) {
      int n = Math.min(left, last.array.length - last.length);
      System.arraycopy(array, from, last.array, last.length, n);
      last.length += n;
      from += n;
      left -= n;
    }
    if (left > 0) {
      byte[] gathering = new byte[GATHERING];
      System.arraycopy(array, from, gathering, 0, left);
      chunks.add(new Chunk(gathering, 0, left, true));
    }
  }

  @Nullable ByteBuffer poll() {
    Chunk chunk = chunks.poll();
    if (chunk == null) {
      return null;
    }
    bytes -= chunk.length;
    return ByteBuffer.wrap(chunk.array, chunk.offset, chunk.length).slice().asReadOnlyBuffer();
  }

  /** Empties the queue and says how much was in it. */
  int clear() {
    int dropped = bytes;
    chunks.clear();
    bytes = 0;
    return dropped;
  }
}
