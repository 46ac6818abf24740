package org.conclave.ui.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.ui.internal.text.Text;
import org.junit.jupiter.api.Test;

final class NoticesTest {
  private static final Text TEXT = new Text(Locale.ENGLISH, ZoneOffset.UTC);

  private static List<String> keys(
      boolean storage,
      boolean onboarding,
      boolean messaging,
      Optional<EngineStatus.State> engine,
      Optional<NetworkStatus.State> network) {
    return keys(storage, onboarding, messaging, engine, network, LedgerFreshness.State.FRESH);
  }

  private static List<String> keys(
      boolean storage,
      boolean onboarding,
      boolean messaging,
      Optional<EngineStatus.State> engine,
      Optional<NetworkStatus.State> network,
      LedgerFreshness.State freshness) {
    Situation situation =
        new Situation(
            storage ? Optional.of(ProfileStatus.UNLOCKED) : Optional.empty(),
            onboarding,
            Optional.empty(),
            new Belonging(
                new OwnStanding.Active(),
                new LedgerFreshness(freshness, Optional.empty()),
                SitePolicy.DEFAULT,
                Set.of()),
            List.of(),
            List.of(),
            messaging,
            List.of(),
            true,
            engine.map(state -> new EngineStatus(state, 0, 0, 0, "", "")),
            network.map(state -> new NetworkStatus(state, List.of(), 0, "Port 4001 is taken.")));
    return Notices.of(situation, Optional.empty(), false, TEXT).stream().map(Notice::key).toList();
  }

  private static final Optional<EngineStatus.State> READY = Optional.of(EngineStatus.State.READY);
  private static final Optional<NetworkStatus.State> ALONE = Optional.of(NetworkStatus.State.ALONE);

  @Test
  void nothingIsSaidWhileAllIsWell() {
    assertThat(keys(true, true, true, READY, ALONE)).isEmpty();
    assertThat(keys(true, true, true, Optional.of(EngineStatus.State.STARTING), ALONE)).isEmpty();
  }

  @Test
  void withoutStorageOnlyStorageIsNamed() {
    assertThat(keys(false, false, false, Optional.empty(), Optional.empty()))
        .containsExactly("storage");
  }

  @Test
  void whatFollowsIsNotSaidAgain() {
    assertThat(keys(true, false, false, READY, Optional.empty())).containsExactly("onboarding");
  }

  @Test
  void eachPartThatIsOffIsNamed() {
    assertThat(
            keys(
                true,
                true,
                false,
                Optional.of(EngineStatus.State.FAILED),
                Optional.of(NetworkStatus.State.FAILED)))
        .containsExactly("messaging", "engine.failed", "network.failed");
    assertThat(keys(true, true, true, Optional.empty(), Optional.empty()))
        .containsExactly("engine.off", "network.off");
  }

  @Test
  void aLedgerThatNobodySignedForLongIsNamed() {
    assertThat(keys(true, true, true, READY, ALONE, LedgerFreshness.State.STALE))
        .containsExactly("ledger.STALE");
    assertThat(keys(true, true, true, READY, ALONE, LedgerFreshness.State.REFUSING))
        .containsExactly("ledger.REFUSING");
  }

  @Test
  void whoWaitsIsToldOnlyWhyPeersRefuse() {
    assertThat(Notices.ofWaiting(Optional.empty(), TEXT)).isEmpty();
    assertThat(Notices.ofWaiting(Optional.of("Its clock is off."), TEXT))
        .extracting(Notice::meaning)
        .containsExactly("Its clock is off.");
  }
}
