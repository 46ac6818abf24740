package org.conclave.ui.internal.state;

import java.util.Optional;
import java.util.Set;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.SitePolicy;

/**
 * How this profile and its organisation stand to each other.
 *
 * @param verified members whose safety number this person has compared
 */
public record Belonging(
    OwnStanding standing, LedgerFreshness freshness, SitePolicy policy, Set<UserId> verified) {
  public static final Belonging NONE =
      new Belonging(
          new OwnStanding.Outside(),
          new LedgerFreshness(LedgerFreshness.State.FRESH, Optional.empty()),
          SitePolicy.DEFAULT,
          Set.of());

  public Belonging {
    verified = Set.copyOf(verified);
  }

  Belonging with(OwnStanding changed) {
    return new Belonging(changed, freshness, policy, verified);
  }
}
