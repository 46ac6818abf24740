package org.conclave.libp2p.internal.pubsub;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.conclave.libp2p.pubsub.Metric;

/** Counts. Safe for use from any thread. */
final class Counters {
  private final AtomicLongArray counts = new AtomicLongArray(Metric.values().length);

  void add(Metric metric, long amount) {
    counts.addAndGet(metric.ordinal(), amount);
  }

  void count(Metric metric) {
    add(metric, 1);
  }

  long get(Metric metric) {
    return counts.get(metric.ordinal());
  }

  Map<Metric, Long> snapshot() {
    Map<Metric, Long> all = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      all.put(metric, get(metric));
    }
    return Collections.unmodifiableMap(all);
  }
}
