package org.conclave.onboarding.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.LedgerFreshness.State;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.VerifiedBeacon;

/**
 * How long ago an administrator was heard of. Until the first beacon the time counts from when this
 * device joined.
 */
final class Freshness {
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private final Clock clock;
  private final Instant joined;
  private final Supplier<String> site;
  private final BooleanSupplier administrator;

  /**
   * @param administrator whether this device signs beacons itself: then it never waits for any
   */
  Freshness(Clock clock, Instant joined, Supplier<String> site, BooleanSupplier administrator) {
    this.clock = clock;
    this.joined = joined;
    this.site = site;
    this.administrator = administrator;
  }

  LedgerFreshness of(Ledger ledger) {
    Optional<Instant> last =
        ledger.organisation().beacons().stream()
            .filter(beacon -> ledger.stands(beacon.authority()))
            .map(VerifiedBeacon::issuedAt)
            .filter(time -> time.isBefore(clock.instant().plus(CLOCKS_DIFFER)))
            .max(Instant::compareTo);
    if (administrator.getAsBoolean()) {
      return new LedgerFreshness(State.FRESH, last);
    }
    // A clock that is a little ahead makes nothing older than new.
    Instant now = clock.instant();
    Instant heard = last.filter(time -> time.isAfter(joined)).orElse(joined);
    Duration silence = heard.isAfter(now) ? Duration.ZERO : Duration.between(heard, now);
    SitePolicy policy = ledger.policy(site.get());
    State state =
        silence.compareTo(policy.refuseWithoutBeacon()) >= 0
            ? State.REFUSING
            : silence.compareTo(policy.warnWithoutBeacon()) >= 0 ? State.STALE : State.FRESH;
    return new LedgerFreshness(state, last);
  }
}
