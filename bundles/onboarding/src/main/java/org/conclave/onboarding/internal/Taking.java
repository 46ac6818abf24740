package org.conclave.onboarding.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.OpenClaim;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.VerifiedCertificate;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;
import org.conclave.onboarding.internal.statement.VerifiedRevocation.Target;

/** How a device on its way becomes one that takes part. */
final class Taking {
  private Taking() {}

  /** Whether the certificate that this device's claim waited for has come, and is kept now. */
  static boolean confirmed(MemberSession session, MemberSession.Surroundings around)
      throws StorageException {
    OpenClaim claim = session.identity().claim().orElseThrow();
    Optional<VerifiedCertificate> certificate =
        session
            .ledger()
            .closing(claim.token().hash())
            .filter(closing -> closing.claimHash().equals(Optional.of(claim.claim().hash())))
            .filter(closing -> closing.account().equals(claim.claim().account()));
    if (certificate.isEmpty()) {
      return false;
    }
    VerifiedRecord record = session.identity().record().orElseThrow();
    OwnPlace place =
        session
            .place()
            .withGrant(certificate.get().bytes())
            .with(Optional.of(record.bytes()), new Phase.TakingPart());
    around
        .storage()
        .write(
            transaction -> {
              new OnboardingStore(transaction).putPlace(place);
              transaction.ledger().add(record.hash(), record.bytes());
              return true;
            });
    return true;
  }

  /**
   * Makes this device's record, one place above the newest that a peer knows.
   *
   * @param proofs what the peer knows of the account
   * @return false where the peer knows nothing of it
   */
  static boolean over(
      MemberSession session, List<VerifiedEntry> proofs, MemberSession.Surroundings around)
      throws StorageException {
    List<VerifiedRecord> known =
        proofs.stream()
            .filter(VerifiedRecord.class::isInstance)
            .map(VerifiedRecord.class::cast)
            .filter(record -> record.user().equals(session.identity().user()))
            .toList();
    Optional<VerifiedRecord> newest =
        known.stream().max(Comparator.comparing(VerifiedRecord::order));
    if (newest.isEmpty()) {
      return false;
    }
    DeviceOrder order = next(newest.get(), known, proofs);
    Instant now = around.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Bytes backup =
        around.storage().read(transaction -> new OnboardingStore(transaction).backupId());
    VerifiedRecord record;
    try (SigningKey account =
        around
            .storage()
            .read(transaction -> new OnboardingStore(transaction).account())
            .orElseThrow()) {
      record =
          OwnEntries.verified(
              session.place().keys(),
              Statements.record(
                  session.place().keys().id(),
                  account,
                  session.keys(),
                  order,
                  newest.get().rank(),
                  backup,
                  now));
    }
    keep(session, record, around);
    return true;
  }

  /** Where two devices contradict each other or one was taken out, only a new generation helps. */
  private static DeviceOrder next(
      VerifiedRecord newest, List<VerifiedRecord> known, List<VerifiedEntry> proofs) {
    boolean conflict =
        known.stream()
            .anyMatch(
                record ->
                    record.order().equals(newest.order()) && !record.rank().equals(newest.rank()));
    boolean takenOut =
        proofs.stream()
            .anyMatch(
                proof ->
                    proof instanceof VerifiedRevocation revocation
                        && revocation.target() instanceof Target.Devices devices
                        && devices.through().generation() >= newest.order().generation());
    boolean full = newest.order().deviceEpoch() >= DeviceOrder.MAX_EPOCH;
    return conflict || takenOut || full ? newest.order().raised() : newest.order().next();
  }

  private static void keep(
      MemberSession session, VerifiedRecord record, MemberSession.Surroundings around)
      throws StorageException {
    OwnPlace place = session.place().with(Optional.of(record.bytes()), new Phase.TakingPart());
    session
        .keeper()
        .decide(
            ledger -> {
              around
                  .storage()
                  .write(
                      transaction -> {
                        new OnboardingStore(transaction).putPlace(place);
                        transaction
                            .audit()
                            .append(
                                AuditEvent.of(
                                    AuditEvent.Kind.ACCOUNT_TAKEN_OVER,
                                    Map.of(
                                        "device",
                                        record.device().publicKey().toHex(),
                                        "generation",
                                        String.valueOf(record.order().generation()),
                                        "epoch",
                                        String.valueOf(record.order().deviceEpoch()))));
                        return true;
                      });
              Ledger.Staged staged = ledger.stage(List.of(record));
              session.keeper().commit(staged);
              return staged;
            });
  }
}
