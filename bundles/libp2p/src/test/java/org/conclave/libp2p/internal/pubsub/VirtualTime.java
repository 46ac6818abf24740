package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One seeded queue of events, ordered by time and then by number, behind any number of routers. */
final class VirtualTime {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final SplittableRandom random;
  private long now;
  private long number;

  private record Event(long at, long number, Runnable task) {}

  VirtualTime(long seed) {
    random = new SplittableRandom(seed);
  }

  void after(long millis, Runnable task) {
    events.add(new Event(now + millis, number++, task));
  }

  void run(Duration duration) {
    long end = now + duration.toMillis();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.remove();
      now = event.at();
      event.task().run();
    }
    now = end;
  }

  /** What is due now, and what follows from it without delay. */
  void settle() {
    run(Duration.ZERO);
  }

  RandomGenerator random() {
    return random;
  }

  long now() {
    return now;
  }

  Environment environment() {
    RandomGenerator own = random.split();
    return new Environment() {
      @Override
      public long millis() {
        return now;
      }

      @Override
      public RandomGenerator random() {
        return own;
      }

      @Override
      public void execute(Runnable task) {
        after(0, task);
      }

      @Override
      public void schedule(Duration delay, Runnable task) {
        after(delay.toMillis(), task);
      }
    };
  }
}
