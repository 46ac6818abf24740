package org.conclave.mls;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes genuine input: one to four changes of kinds that tend to get past length checks. */
final class Mutator {
  private static final byte[] TELLING = {0, 1, 2, 0x3f, 0x40, 0x7f, (byte) 0x80, (byte) 0xff};

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  byte[] mutate(List<byte[]> corpus) {
    byte[] input = corpus.get(random.nextInt(corpus.size())).clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      if (input.length == 0) {
        return new byte[random.nextInt(8)];
      }
      input = changed(input, corpus);
    }
    return input;
  }

  private byte[] changed(byte[] input, List<byte[]> corpus) {
    int at = random.nextInt(input.length);
    switch (random.nextInt(8)) {
      case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> input[at] = (byte) random.nextInt();
      case 2 -> input[at] = TELLING[random.nextInt(TELLING.length)];
      case 3 -> input[at] += (byte) (random.nextBoolean() ? 1 : -1);
      case 4 -> {
        return Arrays.copyOf(input, at);
      }
      case 5 -> {
        return spliced(input, at, 0, new byte[1 + random.nextInt(40)]);
      }
      case 6 -> {
        return spliced(input, at, Math.min(1 + random.nextInt(40), input.length - at), new byte[0]);
      }
      default -> {
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + random.nextInt(200));
        return spliced(
            input,
            at,
            Math.min(random.nextInt(200), input.length - at),
            Arrays.copyOfRange(other, from, to));
      }
    }
    return input;
  }

  private static byte[] spliced(byte[] input, int at, int removed, byte[] inserted) {
    byte[] result = Arrays.copyOf(input, input.length - removed + inserted.length);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    System.arraycopy(
        input, at + removed, result, at + inserted.length, input.length - at - removed);
    return result;
  }
}
