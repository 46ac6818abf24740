package org.conclave.launcher.demo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What arrived, held against what was sent. Every figure comes from the members' own histories. */
final class Deliveries {
  private final List<Double> latencies = new ArrayList<>();
  private int delivered;
  private int duplicates;
  private int missing;

  /**
   * @param expected ids of all messages that others sent to this member
   * @param history of this member, as the command {@code history} answers
   */
  void add(Set<String> expected, Iterable<JsonObject> history) {
    Map<String, Integer> seen = new HashMap<>();
    for (JsonObject message : history) {
      String id = message.get("id").getAsString();
      if (expected.contains(id) && seen.merge(id, 1, Integer::sum) == 1) {
        latencies.add(
            (message.get("committed_at_us").getAsLong() - message.get("sent_at_us").getAsLong())
                / 1e3);
      }
    }
    delivered += seen.size();
    missing += expected.size() - seen.size();
    duplicates += seen.values().stream().mapToInt(count -> count - 1).sum();
    latencies.sort(null);
  }

  int delivered() {
    return delivered;
  }

  int missing() {
    return missing;
  }

  int duplicates() {
    return duplicates;
  }

  /** Milliseconds from the start of sending to the receiver's commit; 0 where nothing arrived. */
  double percentile(double share) {
    return latencies.isEmpty()
        ? 0
        : latencies.get((int) Math.min(latencies.size() - 1, Math.floor(share * latencies.size())));
  }
}
