package org.conclave.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.conclave.api.organisation.OwnStanding;
import org.junit.jupiter.api.Test;

class StandingsTest {
  @Test
  void everyStandingHasItsKind() {
    List<OwnStanding> all =
        List.of(
            new OwnStanding.Outside(),
            new OwnStanding.Waiting("Harbour", "12345"),
            new OwnStanding.Restoring("Harbour", OwnStanding.Restoring.Step.PEER),
            new OwnStanding.Active(),
            locked(OwnStanding.Locked.Reason.TAKEN_OVER));
    assertThat(all).extracting(Standings::kind).isEqualTo(Standings.KINDS);
  }

  @Test
  void lockedSaysWhyAndWaitingWhatToCompare() {
    assertThat(Standings.describe(locked(OwnStanding.Locked.Reason.REVOKED)))
        .containsEntry("reason", "REVOKED")
        .containsEntry("by", null);
    assertThat(Standings.describe(new OwnStanding.Waiting("Harbour", "12345")))
        .containsEntry("fingerprint", "12345");
  }

  @Test
  void whoIsNoMemberIsToldHowThatDeviceStands() {
    assertThat(Standings.notMember(new OwnStanding.Waiting("Harbour", "12345")))
        .hasMessageStartingWith("WAITING: ");
    for (OwnStanding.Restoring.Step step : OwnStanding.Restoring.Step.values()) {
      assertThat(Standings.notMember(new OwnStanding.Restoring("Harbour", step)))
          .hasMessageStartingWith("RESTORING: ");
    }
    assertThat(
            Arrays.stream(OwnStanding.Locked.Reason.values())
                .map(reason -> Standings.notMember(locked(reason)).getMessage()))
        .doesNotHaveDuplicates()
        .allMatch(message -> message.startsWith("LOCKED: "));
    assertThat(Standings.notMember(new OwnStanding.Outside()).code()).isEqualTo("NOT_MEMBER");
  }

  private static OwnStanding locked(OwnStanding.Locked.Reason reason) {
    return new OwnStanding.Locked("Harbour", reason, Optional.empty(), Instant.EPOCH);
  }
}
