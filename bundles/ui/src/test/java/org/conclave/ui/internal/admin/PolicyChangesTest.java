package org.conclave.ui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.text.Text;
import org.junit.jupiter.api.Test;

final class PolicyChangesTest {
  private static final Text TEXT = new Text(Locale.ENGLISH, ZoneOffset.UTC);

  private static List<String> changes(SitePolicy after) {
    return PolicyChanges.between(SitePolicy.DEFAULT, after, Map.of("audit", "Audit log"), TEXT);
  }

  @Test
  void equalPoliciesDifferInNothing() {
    assertThat(changes(SitePolicy.DEFAULT)).isEmpty();
  }

  @Test
  void everyPartThatDiffersIsNamedWithBothItsValues() {
    SitePolicy after =
        new SitePolicy(
            Map.of("audit", SitePolicy.Feature.ON, "unknown", SitePolicy.Feature.OFF),
            true,
            Optional.of(Duration.ofDays(30)),
            SitePolicy.GroupCreators.ADMINISTRATORS,
            Duration.ofDays(3),
            Duration.ofDays(20),
            List.of(Bytes.ofHex("00".repeat(32))));
    assertThat(changes(after))
        .hasSize(8)
        .contains("Audit log: Everybody chooses → On for all")
        .contains("unknown: Everybody chooses → Off for all")
        .contains("Messages are kept: For ever → 30 days")
        .contains("Signers of plugins: none but your organisation → one more");
  }

  @Test
  void anotherSignerIsAChangeThoughTheirNumberIsTheSame() {
    SitePolicy one = signers("11");
    assertThat(PolicyChanges.between(one, signers("22"), Map.of(), TEXT)).hasSize(1);
  }

  private static SitePolicy signers(String octet) {
    SitePolicy d = SitePolicy.DEFAULT;
    return new SitePolicy(
        d.features(),
        d.takeoverNeedsApproval(),
        d.retention(),
        d.groupCreators(),
        d.warnWithoutBeacon(),
        d.refuseWithoutBeacon(),
        List.of(Bytes.ofHex(octet.repeat(32))));
  }
}
