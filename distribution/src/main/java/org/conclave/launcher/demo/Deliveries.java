package org.conclave.launcher.demo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What arrived, held against what was sent. Every figure comes from the members' own histories. */
final class Deliveries {
  private final List<Double> latencies = new ArrayList<>();
  private int delivered;
  private int duplicates;
  private int missing;

  /**
   * @param expected texts of all messages that others sent to this member, each different
   * @param own user id of this member
   * @param history of this member, as the command {@code history} answers. What is in it twice, or
   *     is of others and was never sent, is a duplicate, whatever id it has
   */
  void add(Set<String> expected, String own, Iterable<JsonObject> history) {
    Set<String> seen = new HashSet<>();
    for (JsonObject message : history) {
      if (message.get("author").getAsString().equals(own)) {
        continue;
      }
      String text = message.get("text").getAsString();
      if (expected.contains(text) && seen.add(text)) {
        latencies.add(
            (message.get("committed_at_us").getAsLong() - message.get("sent_at_us").getAsLong())
                / 1e3);
      } else {
        duplicates++;
      }
    }
    delivered += seen.size();
    missing += expected.size() - seen.size();
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
    return Percentiles.of(latencies, share);
  }
}
