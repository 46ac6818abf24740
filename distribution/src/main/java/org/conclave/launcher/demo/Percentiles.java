package org.conclave.launcher.demo;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nearest rank, of durations in milliseconds. */
final class Percentiles {
  private Percentiles() {}

  /** Returns 0 where there is none. */
  static double of(Collection<Double> millis, double share) {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }

  /** As the JSON line has them; null where nothing was measured. */
  static @Nullable Map<String, Double> figures(Collection<Double> millis) {
    if (millis.isEmpty()) {
      return null;
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("p50", tenths(of(millis, 0.5)));
    figures.put("p99", tenths(of(millis, 0.99)));
    return figures;
  }

  static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
