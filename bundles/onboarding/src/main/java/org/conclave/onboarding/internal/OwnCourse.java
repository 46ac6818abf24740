package org.conclave.onboarding.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.OwnStanding.Locked.Reason;
import org.conclave.api.organisation.OwnStanding.Restoring.Step;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.text.Fingerprint;

/** How this device stands, by its own statements and what the ledger says of them. */
final class OwnCourse {
  private OwnCourse() {}

  static OwnStanding standing(OwnPlace place, OwnIdentity identity, Ledger ledger, Instant now) {
    String organisation = place.organisationName();
    if (place.phase() instanceof Phase.Locked locked) {
      return new OwnStanding.Locked(organisation, locked.reason(), locked.by(), locked.since());
    }
    if (place.phase() instanceof Phase.Waiting) {
      return new OwnStanding.Waiting(organisation, Fingerprint.of(identity.account()));
    }
    Optional<Standing> own = ledger.standing(identity.user());
    if (own.isEmpty() || !own.get().isMember()) {
      return locked(organisation, Reason.REVOKED, Optional.empty(), now);
    }
    return identity
        .record()
        .map(record -> withRecord(organisation, record, own.get(), now))
        .orElse(new OwnStanding.Restoring(organisation, Step.PEER));
  }

  private static OwnStanding withRecord(
      String organisation, VerifiedRecord record, Standing own, Instant now) {
    if (own.isActive(record)) {
      return new OwnStanding.Active();
    }
    if (own.isOutranking(record)) {
      return new OwnStanding.Restoring(organisation, Step.APPROVAL);
    }
    DeviceState state = own.devices().state();
    return state == DeviceState.CONFLICT
        ? locked(organisation, Reason.CONFLICT, Optional.empty(), now)
        : state == DeviceState.AWAITED
            ? locked(organisation, Reason.DEVICE_REVOKED, Optional.empty(), now)
            : locked(
                organisation, Reason.TAKEN_OVER, own.record().map(VerifiedRecord::device), now);
  }

  private static OwnStanding locked(
      String organisation, Reason reason, Optional<DeviceId> by, Instant now) {
    return new OwnStanding.Locked(organisation, reason, by, now.truncatedTo(ChronoUnit.SECONDS));
  }
}
