package org.conclave.launcher.demo;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What was measured, for people and as one line of JSON. What was not asked for is 0 or null. */
final class Summary {
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();

  Summary() {
    for (String count : List.of("members", "messages", "deliveries", "missing", "duplicates")) {
      figures.put(count, 0);
    }
    for (String count :
        List.of("engines_killed", "swaps", "confirmed", "takeovers", "old_locked", "revoked")) {
      figures.put(count, 0);
    }
    for (String measure :
        List.of(
            "sent_after_revocation",
            "read_after_revocation",
            "takeover_ms",
            "revocation_ms",
            "eviction_ms")) {
      figures.put(measure, null);
    }
  }

  void messages(int members, int messages, Deliveries deliveries, double seconds) {
    figures.put("members", members);
    figures.put("messages", messages);
    figures.put("deliveries", deliveries.delivered());
    figures.put("missing", deliveries.missing());
    figures.put("duplicates", deliveries.duplicates());
    figures.put("p50_ms", Percentiles.tenths(deliveries.percentile(0.5)));
    figures.put("p99_ms", Percentiles.tenths(deliveries.percentile(0.99)));
    lines.add(
        String.format(
            "%d deliveries in %.1f s, %d missing, %d twice; p50 %.1f ms, p99 %.1f ms from send to"
                + " committed.",
            deliveries.delivered(),
            seconds,
            deliveries.missing(),
            deliveries.duplicates(),
            deliveries.percentile(0.5),
            deliveries.percentile(0.99)));
  }

  void resources(long ready, OptionalDouble memory) {
    figures.put("ready_ms", ready);
    figures.put("pss_mb", memory.isPresent() ? Percentiles.tenths(memory.getAsDouble()) : null);
    lines.add(
        String.format(
            "Ready after %d ms; %s for host and engine.",
            ready,
            memory.isPresent()
                ? Math.round(memory.getAsDouble()) + " MB"
                : "an amount of memory that this system does not tell"));
  }

  void disturbance(Disturbance disturbance) {
    figures.put("engines_killed", disturbance.enginesKilled());
    figures.put("swaps", disturbance.swaps());
  }

  void openInvitation(OpenInvitation act) {
    figures.put("confirmed", act.confirmed());
  }

  void takeover(Takeover act) {
    figures.put("takeovers", act.takeovers());
    figures.put("old_locked", act.oldLocked());
    figures.put("takeover_ms", Percentiles.figures(act.effects()));
    lines.add(
        String.format(
            "Takeover: %d; old devices locked: %d; known at every peer %.0f ms after its signature"
                + " (p50), %.0f ms (p99).",
            act.takeovers(),
            act.oldLocked(),
            Percentiles.of(act.effects(), 0.5),
            Percentiles.of(act.effects(), 0.99)));
  }

  void revocation(Revocation act, int sentAfter, int readAfter) {
    figures.put("revoked", act.revoked());
    figures.put("sent_after_revocation", sentAfter);
    figures.put("read_after_revocation", readAfter);
    figures.put("revocation_ms", Percentiles.figures(act.disconnected()));
    figures.put("eviction_ms", Percentiles.figures(act.evicted()));
    lines.add(
        String.format(
            "Removed: %d; disconnected after %.0f ms (p50), %.0f ms (p99), out of the group after"
                + " %.0f ms (p50), %.0f ms (p99); it read %d of %d messages sent after.",
            act.revoked(),
            Percentiles.of(act.disconnected(), 0.5),
            Percentiles.of(act.disconnected(), 0.99),
            Percentiles.of(act.evicted(), 0.5),
            Percentiles.of(act.evicted(), 0.99),
            readAfter,
            sentAfter));
  }

  List<String> lines() {
    return lines;
  }

  String json() {
    return new GsonBuilder().serializeNulls().create().toJson(figures);
  }
}
