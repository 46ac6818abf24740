package org.conclave.onboarding.internal.ledger;

import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Member;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;

/**
 * What a member's statements amount to.
 *
 * @param revocation what ended the membership; then there is no active device
 */
public record Standing(
    VerifiedGrant grant, Devices devices, Optional<VerifiedRevocation> revocation) {
  public boolean isMember() {
    return revocation.isEmpty();
  }

  /** Of the active device. */
  public Optional<VerifiedRecord> record() {
    return isMember() ? devices.active() : Optional.empty();
  }

  /** Whether {@code candidate} is the record of the active device. */
  public boolean isActive(VerifiedRecord candidate) {
    return record().filter(active -> active.rank().equals(candidate.rank())).isPresent();
  }

  /** The newest records that are known: of the active device, or of those that contend. */
  public List<VerifiedRecord> newest() {
    return devices.active().isPresent()
        ? List.of(devices.active().get())
        : devices.contenders().stream().limit(2).toList();
  }

  /** Whether {@code record} stands above all of {@link #newest}, and only lacks an approval. */
  public boolean isOutranking(VerifiedRecord record) {
    return newest().stream().allMatch(known -> record.order().compareTo(known.order()) > 0);
  }

  public Member member(UserId self) {
    return new Member(
        grant.user(),
        grant.memberName(),
        grant.role(),
        grant.site(),
        grant.user().equals(self),
        devices.state(),
        record().map(VerifiedRecord::device),
        record().map(VerifiedRecord::credential),
        record().map(VerifiedRecord::mlsSignatureKey));
  }
}
