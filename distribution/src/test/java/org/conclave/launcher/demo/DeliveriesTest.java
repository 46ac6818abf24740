package org.conclave.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final String OWN = "own";

  private final Deliveries deliveries = new Deliveries();

  @Test
  void whatDidNotArriveIsMissingAndWhatCameAgainIsDuplicate() {
    deliveries.add(Set.of("a", "b", "c"), OWN, history("a", "b", "b", "own"));
    assertThat(deliveries.delivered()).isEqualTo(2);
    assertThat(deliveries.missing()).isEqualTo(1);
    assertThat(deliveries.duplicates()).isEqualTo(1);
  }

  @Test
  void whatNobodySentIsNotPassedOver() {
    deliveries.add(Set.of("a"), OWN, history("a", "x"));
    assertThat(deliveries.missing()).isZero();
    assertThat(deliveries.duplicates()).isEqualTo(1);
  }

  @Test
  void percentilesAreOfTheTimeFromSendToCommit() {
    deliveries.add(Set.of("a", "b"), OWN, history("a", "b"));
    assertThat(deliveries.percentile(0.5)).isEqualTo(2.5);
    assertThat(deliveries.percentile(0.99)).isEqualTo(2.5);
  }

  /** Every message with an id of its own. */
  private static List<JsonObject> history(String... texts) {
    List<JsonObject> history = new ArrayList<>();
    for (String text : texts) {
      JsonObject message = new JsonObject();
      message.addProperty("id", "id " + history.size());
      message.addProperty("author", text.equals(OWN) ? OWN : "another");
      message.addProperty("text", text);
      message.addProperty("sent_at_us", 1_000);
      message.addProperty("committed_at_us", 3_500);
      history.add(message);
    }
    return history;
  }
}
