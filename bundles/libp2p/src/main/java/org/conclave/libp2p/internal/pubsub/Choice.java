package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Choices by chance. */
final class Choice {
  private Choice() {}

  /** All of them, in random order. */
  static <T> List<T> shuffled(Collection<T> items, RandomGenerator random) {
    List<T> list = new ArrayList<>(items);
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
    return list;
  }

  /** Up to {@code count} of them. */
  static <T> List<T> some(Collection<T> items, int count, RandomGenerator random) {
    List<T> list = shuffled(items, random);
    return list.size() <= count ? list : new ArrayList<>(list.subList(0, Math.max(0, count)));
  }
}
