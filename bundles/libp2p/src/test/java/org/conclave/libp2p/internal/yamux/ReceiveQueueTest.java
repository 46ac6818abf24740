package org.conclave.libp2p.internal.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiveQueueTest {
  @Test
  void bytesComeOutAsTheyWentIn() {
    Random random = new Random(7);
    ReceiveQueue queue = new ReceiveQueue();
    byte[] sent = new byte[1_000_000];
    random.nextBytes(sent);
    ByteBuffer received = ByteBuffer.allocate(sent.length);
    int at = 0;
    while (at < sent.length) {
      int length = Math.min(sent.length - at, 1 + random.nextInt(random.nextBoolean() ? 9 : 9000));
      queue.add(sent, at, length);
      at += length;
      if (random.nextInt(3) == 0) {
        received.put(queue.poll());
      }
    }
    for (ByteBuffer rest = queue.poll(); rest != null; rest = queue.poll()) {
      received.put(rest);
    }
    assertThat(received.array()).isEqualTo(sent);
    assertThat(queue.bytes()).isZero();
  }

  /** A peer may send a byte here and there in messages of 64 KiB; what it keeps alive is small. */
  @Test
  void manySmallPiecesTakeLittleMoreThanTheirBytes() {
    ReceiveQueue queue = new ReceiveQueue();
    int pieces = 20_000;
    for (int i = 0; i < pieces; i++) {
      queue.add(new byte[60_000], 30_000, 1);
    }
    int chunks = 0;
    while (queue.poll() != null) {
      chunks++;
    }
    assertThat(chunks).isLessThanOrEqualTo(pieces / 4096 + 2);
  }

  @Test
  void whatIsHandedOutDoesNotChangeAfterwards() {
    ReceiveQueue queue = new ReceiveQueue();
    byte[] array = {1, 2, 3};
    queue.add(array, 0, 1);
    queue.add(array, 1, 1);
    ByteBuffer first = queue.poll();
    ByteBuffer second = queue.poll();
    queue.add(array, 2, 1);
    array[0] = 9;
    assertThat(first.get()).isEqualTo((byte) 1);
    assertThat(second.get()).isEqualTo((byte) 2);
    assertThat(second.isReadOnly()).isTrue();
  }
}
