package org.conclave.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private final Deliveries deliveries = new Deliveries();

  @Test
  void whatDidNotArriveIsMissingAndWhatCameAgainIsDuplicate() {
    deliveries.add(Set.of("a", "b", "c"), history("a", "b", "b", "own"));
    assertThat(deliveries.delivered()).isEqualTo(2);
    assertThat(deliveries.missing()).isEqualTo(1);
    assertThat(deliveries.duplicates()).isEqualTo(1);
  }

  @Test
  void percentilesAreOfTheTimeFromSendToCommit() {
    deliveries.add(Set.of("a", "b"), history("a", "b"));
    assertThat(deliveries.percentile(0.5)).isEqualTo(2.5);
    assertThat(deliveries.percentile(0.99)).isEqualTo(2.5);
  }

  private static List<JsonObject> history(String... ids) {
    return Stream.of(ids)
        .map(
            id ->
                JsonParser.parseString(
                    "{\"id\":\"" + id + "\",\"sent_at_us\":1000,\"committed_at_us\":3500}"))
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
