package org.conclave.onboarding.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.MemberRequest.Kind;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.OpenClaim;
import org.conclave.onboarding.internal.statement.VerifiedCertificate;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRedemption;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;

/** Judges what a peer presents by what the ledger holds, within one decision of its writer. */
final class Judge {
  private static final int MAX_PROOFS = 6;

  private final LedgerKeeper keeper;
  private final Requests requests;
  private final Freshness freshness;
  private final Clock clock;
  private final UserId self;

  Judge(LedgerKeeper keeper, Requests requests, Freshness freshness, Clock clock, UserId self) {
    this.self = self;
    this.keeper = keeper;
    this.requests = requests;
    this.freshness = freshness;
    this.clock = clock;
  }

  /** An admission, and the statements that it added. */
  record Judgement(Standing standing, List<VerifiedEntry> added) {}

  /** What admits the peer, or shows a contradiction, is committed before this returns. */
  Judgement membership(Presented.Membership presented, Ledger ledger)
      throws RefusedException, StorageException {
    boolean newcomer = ledger.standing(presented.grant().user()).isEmpty();
    if (presented.grant().tokenHash().isPresent()) {
      checkUse(presented.grant(), ledger);
    }
    if (newcomer && freshness.of(ledger).state() == LedgerFreshness.State.REFUSING) {
      throw new RefusedException(
          Verdict.STALE, "no administrator was heard of for long, so no newcomer is let in");
    }
    Ledger.Staged staged = ledger.stage(presented.entries());
    Optional<Standing> after =
        staged
            .standing(presented.record().user())
            .or(() -> ledger.standing(presented.record().user()));
    boolean admits = after.filter(found -> found.isActive(presented.record())).isPresent();
    if (admits || !staged.conflicts().isEmpty()) {
      keeper.commit(staged);
      after = ledger.standing(presented.record().user());
    }
    Standing standing = after.orElseThrow(() -> withoutGrant(presented.grant(), ledger));
    if (!standing.isActive(presented.record())) {
      throw notActive(presented.record(), standing, ledger);
    }
    return new Judgement(standing, List.copyOf(staged.fresh()));
  }

  private static RefusedException withoutGrant(VerifiedGrant grant, Ledger ledger) {
    Optional<VerifiedRevocation> revocation =
        grant.tokenHash().flatMap(token -> ledger.tokenRevocation(token, grant.authority()));
    return revocation.isPresent()
        ? new RefusedException(Verdict.REVOKED, "its invitation was taken back", revocation)
        : new RefusedException("what made it a member does not count any more");
  }

  private RefusedException notActive(VerifiedRecord record, Standing standing, Ledger ledger)
      throws StorageException {
    if (standing.revocation().isPresent()) {
      return new RefusedException(
          Verdict.REVOKED, "its membership was ended", standing.revocation());
    }
    if (standing.isOutranking(record)) {
      Kind kind = record.isRaised() ? Kind.NEW_GENERATION : Kind.TAKEOVER;
      requests.ask(kind, record, standing);
      return new RefusedException(
          Verdict.WAITING,
          "an administrator has to approve it",
          ledger.policyStatements(standing.grant().site()));
    }
    return new RefusedException(
        Verdict.SUPERSEDED, "it is not the member's active device", place(standing, ledger));
  }

  /**
   * A token's time counts when it is used first: membership does not end with the invitation.
   *
   * @throws RefusedException ALREADY_USED, NOT_YET_VALID, EXPIRED, REVOKED
   */
  private void checkUse(VerifiedGrant grant, Ledger ledger) throws RefusedException {
    if (!(grant instanceof VerifiedRedemption redemption)) {
      return;
    }
    VerifiedToken token = redemption.token();
    Optional<VerifiedGrant> use = ledger.use(redemption.user(), token.hash());
    if (use.isPresent()) {
      if (!use.get().rank().equals(redemption.rank())) {
        throw new RefusedException(
            Verdict.ALREADY_USED, "the invitation is bound to another device");
      }
      return;
    }
    checkPresent(token, ledger);
  }

  private void checkPresent(VerifiedToken token, Ledger ledger) throws RefusedException {
    Optional<VerifiedRevocation> revocation =
        ledger.tokenRevocation(token.hash(), token.authority());
    if (revocation.isPresent()) {
      throw new RefusedException(Verdict.REVOKED, "the invitation was taken back", revocation);
    }
    if (!ledger.stands(token.authority())) {
      throw new RefusedException("who signed the invitation may not sign any more");
    }
    Instant now = clock.instant();
    if (now.isBefore(token.notBefore())) {
      throw new RefusedException(Verdict.NOT_YET_VALID, "the invitation is not valid yet");
    }
    if (now.isAfter(token.notAfter())) {
      throw new RefusedException(Verdict.EXPIRED, "the invitation's time is over");
    }
  }

  /** Always a refusal: who claims by an open invitation reaches nobody until it is confirmed. */
  RefusedException claim(Presented.Claim presented, Ledger ledger) throws StorageException {
    OpenClaim claim = presented.claim();
    Optional<VerifiedCertificate> closing = ledger.closing(claim.token().hash());
    if (closing.isPresent()) {
      if (closing.get().claimHash().equals(Optional.of(claim.claim().hash()))) {
        List<VerifiedEntry> proofs = new ArrayList<>(List.of(closing.get()));
        ledger.standing(claim.user()).flatMap(Standing::revocation).ifPresent(proofs::add);
        return new RefusedException(
            Verdict.WAITING, "it is confirmed, and comes back with the certificate", proofs);
      }
      requests.late(presented);
      return new RefusedException(Verdict.ALREADY_USED, "another claim of the invitation won");
    }
    try {
      checkPresent(claim.token(), ledger);
    } catch (RefusedException refusal) {
      return refusal;
    }
    requests.ask(presented);
    return new RefusedException(Verdict.WAITING, "an administrator has to confirm it");
  }

  /** The newest record of the account that asks, and what makes the answer believable. */
  RefusedException restore(Presented.Restore presented, Ledger ledger) {
    Optional<Standing> standing = ledger.standing(presented.request().user());
    if (standing.isEmpty()) {
      return new RefusedException("it asks for an account that is none of this organisation's");
    }
    if (standing.get().revocation().isPresent()) {
      return new RefusedException(
          Verdict.REVOKED, "its membership was ended", standing.get().revocation());
    }
    List<VerifiedEntry> proofs = new ArrayList<>(place(standing.get(), ledger));
    ledger
        .standing(self)
        .ifPresent(
            own -> {
              proofs.add(own.grant());
              own.record().ifPresent(proofs::add);
            });
    return new RefusedException(Verdict.RESTORING, "it restores an account", proofs);
  }

  /** Where an account's next device stands: after its newest record, or in a new generation. */
  private static List<VerifiedEntry> place(Standing standing, Ledger ledger) {
    List<VerifiedEntry> proofs = new ArrayList<>(standing.newest());
    ledger.deviceRevocation(standing).ifPresent(proofs::add);
    standing.newest().stream()
        .limit(1)
        .flatMap(record -> ledger.foundation(record).stream())
        .forEach(proofs::add);
    return proofs.stream().limit(MAX_PROOFS).toList();
  }
}
