package org.conclave.onboarding.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.statement.VerifiedDelegation;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedPolicy;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;
import org.conclave.onboarding.internal.statement.VerifiedRevocation.Target;
import org.conclave.onboarding.internal.statement.VerifiedSuccession;

/** What new statements mean, in the words of the audit log. */
final class Trail implements LedgerKeeper.AuditTrail {
  private final UserId self;

  Trail(UserId self) {
    this.self = self;
  }

  @Override
  public void record(Transaction transaction, Ledger before, Ledger.Staged change)
      throws StorageException {
    for (VerifiedEntry entry : change.fresh()) {
      Optional<AuditEvent> event = event(entry);
      if (event.isPresent()) {
        transaction.audit().append(event.get());
      }
    }
    for (VerifiedEntry rival : change.conflicts()) {
      transaction
          .audit()
          .append(
              AuditEvent.of(
                  AuditEvent.Kind.CONTRADICTION_FOUND,
                  Map.of(
                      "place", rival.slot().getClass().getSimpleName(),
                      "statement", rival.hash().toHex())));
    }
  }

  private Optional<AuditEvent> event(VerifiedEntry entry) {
    if (entry instanceof VerifiedGrant grant) {
      return event(
          AuditEvent.Kind.MEMBER_ADMITTED,
          entry,
          Map.of(
              "user", grant.user().toHex(),
              "name", grant.memberName(),
              "role", grant.role().name(),
              "self", String.valueOf(grant.user().equals(self))));
    }
    if (entry instanceof VerifiedRecord record) {
      return event(
          AuditEvent.Kind.DEVICE_CHANGED,
          entry,
          Map.of(
              "user", record.user().toHex(),
              "device", record.device().publicKey().toHex(),
              "generation", String.valueOf(record.order().generation()),
              "epoch", String.valueOf(record.order().deviceEpoch())));
    }
    if (entry instanceof VerifiedRevocation revocation) {
      return revoked(revocation);
    }
    if (entry instanceof VerifiedDelegation delegation) {
      return event(
          AuditEvent.Kind.DELEGATION_ISSUED,
          entry,
          Map.of(
              "user", delegation.terms().holder().toHex(),
              "site", delegation.terms().site(),
              "quota", String.valueOf(delegation.terms().quota()),
              "until", delegation.terms().notAfter().toString()));
    }
    if (entry instanceof VerifiedPolicy policy) {
      return event(AuditEvent.Kind.POLICY_CHANGED, entry, Map.of("site", policy.site()));
    }
    if (entry instanceof VerifiedSuccession succession) {
      return event(
          AuditEvent.Kind.ROOT_SUCCEEDED,
          entry,
          Map.of("root", succession.terms().newRoot().toHex()));
    }
    return Optional.empty();
  }

  private static Optional<AuditEvent> revoked(VerifiedRevocation revocation) {
    Target target = revocation.target();
    String by = revocation.authority().signer().toHex();
    if (target instanceof Target.Membership membership) {
      return event(
          AuditEvent.Kind.MEMBER_REVOKED,
          revocation,
          Map.of("user", membership.user().toHex(), "by", by));
    }
    if (target instanceof Target.Devices devices) {
      return event(
          AuditEvent.Kind.DEVICE_REVOKED,
          revocation,
          Map.of("user", devices.user().toHex(), "by", by));
    }
    if (target instanceof Target.Token token) {
      return event(
          AuditEvent.Kind.INVITATION_REVOKED,
          revocation,
          Map.of("invitation", token.tokenHash().toHex(), "by", by));
    }
    return event(
        AuditEvent.Kind.DELEGATION_WITHDRAWN,
        revocation,
        Map.of("delegation", ((Target.Right) target).delegationHash().toHex(), "by", by));
  }

  private static Optional<AuditEvent> event(
      AuditEvent.Kind kind, VerifiedEntry entry, Map<String, String> details) {
    Map<String, String> all = new HashMap<>(details);
    all.put("statement", entry.hash().toHex());
    return Optional.of(AuditEvent.of(kind, all));
  }
}
