package org.conclave.onboarding.internal.ledger;

import java.util.Optional;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/**
 * What a member's statements amount to.
 *
 * @param record of the active device; empty until it is known
 */
public record Standing(VerifiedGrant grant, Optional<VerifiedRecord> record) {
  /** Whether {@code candidate} is the record of the active device. */
  public boolean isActive(VerifiedRecord candidate) {
    return record.filter(active -> active.rank().equals(candidate.rank())).isPresent();
  }

  public Member member(UserId self) {
    return new Member(
        grant.user(),
        grant.memberName(),
        grant.role(),
        "",
        grant.user().equals(self),
        record.isPresent() ? DeviceState.ACTIVE : DeviceState.AWAITED,
        record.map(VerifiedRecord::device),
        record.map(VerifiedRecord::credential),
        record.map(VerifiedRecord::mlsSignatureKey));
  }
}
