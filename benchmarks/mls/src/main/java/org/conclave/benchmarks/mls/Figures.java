package org.conclave.benchmarks.mls;

import java.util.HashMap;
import java.util.Map;

/** What was measured, in microseconds, by group of operations, operation and number of members. */
final class Figures {
  private final Map<String, Double> micros = new HashMap<>();

  void put(String kind, String operation, int size, double value) {
    micros.put(key(kind, operation, size), value);
  }

  boolean has(String kind, String operation, int size) {
    return micros.containsKey(key(kind, operation, size));
  }

  double get(String kind, String operation, int size) {
    Double value = micros.get(key(kind, operation, size));
    if (value == null) {
      throw new IllegalArgumentException("not measured: " + key(kind, operation, size));
    }
    return value;
  }

  /** Of something that has no size. */
  double get(String kind, String operation) {
    return get(kind, operation, 0);
  }

  private static String key(String kind, String operation, int size) {
    return kind + "." + operation + "@" + size;
  }
}
