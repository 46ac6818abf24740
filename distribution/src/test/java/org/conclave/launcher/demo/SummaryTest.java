package org.conclave.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void whatWasNotAskedForIsZeroOrNull() {
    JsonObject figures = JsonParser.parseString(new Summary().json()).getAsJsonObject();
    for (String count : List.of("takeovers", "old_locked", "revoked", "confirmed")) {
      assertThat(figures.get(count).getAsInt()).as(count).isZero();
    }
    for (String measure : List.of("read_after_revocation", "takeover_ms", "revocation_ms")) {
      assertThat(figures.get(measure).isJsonNull()).as(measure).isTrue();
    }
  }

  @Test
  void percentilesAreOfTheNearestRank() {
    assertThat(Percentiles.figures(List.of())).isNull();
    assertThat(Percentiles.figures(List.of(3.04, 1.0, 2.0)))
        .containsEntry("p50", 2.0)
        .containsEntry("p99", 3.0);
  }
}
