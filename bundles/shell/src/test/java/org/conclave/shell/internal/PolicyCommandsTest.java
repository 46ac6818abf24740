package org.conclave.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.SitePolicy;
import org.junit.jupiter.api.Test;

class PolicyCommandsTest {
  private static final List<String> OPTIONS =
      List.of(
          "takeover-approval",
          "retention-days",
          "group-creators",
          "warn-days",
          "refuse-days",
          "feature",
          "plugin-signer");
  private static final SitePolicy STRICT =
      new SitePolicy(
          Map.of("audit", SitePolicy.Feature.ON),
          true,
          Optional.of(Duration.ofDays(30)),
          SitePolicy.GroupCreators.ADMINISTRATORS,
          Duration.ofDays(1),
          Duration.ofDays(3),
          List.of(Bytes.ofHex("ab")));

  @Test
  void whatIsNotNamedStays() throws Exception {
    assertThat(change(STRICT)).isEqualTo(STRICT);
  }

  @Test
  void everyOptionChangesItsPart() throws Exception {
    assertThat(
            change(
                SitePolicy.DEFAULT,
                "--takeover-approval",
                "yes",
                "--retention-days",
                "30",
                "--group-creators",
                "administrators",
                "--warn-days",
                "1",
                "--refuse-days",
                "3",
                "--feature",
                "audit=on",
                "--plugin-signer",
                "ab"))
        .isEqualTo(STRICT);
  }

  @Test
  void featuresAreChangedOneByOneAndRetentionAndSignersCanBeTakenAway() throws Exception {
    SitePolicy changed =
        change(STRICT, "--feature", "ui=off", "--retention-days", "0", "--plugin-signer", "none");
    assertThat(changed.features())
        .containsOnly(
            Map.entry("audit", SitePolicy.Feature.ON), Map.entry("ui", SitePolicy.Feature.OFF));
    assertThat(changed.retention()).isEmpty();
    assertThat(changed.pluginSigners()).isEmpty();
  }

  @Test
  void wordsThatMeanNothingAreUsageErrors() {
    for (List<String> words :
        List.of(
            List.of("--takeover-approval", "perhaps"),
            List.of("--group-creators", "nobody"),
            List.of("--feature", "audit"),
            List.of("--feature", "audit=maybe"),
            List.of("--warn-days", "0"),
            List.of("--plugin-signer", "xyz"))) {
      assertThatThrownBy(() -> change(SitePolicy.DEFAULT, words.toArray(String[]::new)))
          .isInstanceOfSatisfying(
              CommandException.class, e -> assertThat(e.code()).isEqualTo("USAGE"));
    }
  }

  private static SitePolicy change(SitePolicy now, String... words) throws CommandException {
    return PolicyCommands.change(now, Arguments.parse(List.of(words), OPTIONS, List.of(), 0, 0));
  }
}
