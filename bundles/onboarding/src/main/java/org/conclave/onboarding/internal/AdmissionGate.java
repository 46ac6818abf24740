package org.conclave.onboarding.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Membership;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRedemption;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges peers by what they present and by what the ledger holds. Fails closed: whatever goes wrong
 * here refuses the peer. Once closed it refuses everybody.
 */
final class AdmissionGate implements AdmissionAuthority {
  private static final Logger log = LoggerFactory.getLogger(AdmissionGate.class);

  private final Membership self;
  private final LedgerKeeper keeper;
  private final OwnFrame frame;
  private final Clock clock;
  private final Consumer<List<VerifiedEntry>> announce;
  private final Consumer<String> showRefusal;
  private volatile boolean closed;

  /**
   * @param announce publishes what a peer's admission added to the ledger
   * @param showRefusal tells the person that peers refused this device
   */
  AdmissionGate(
      Membership self,
      LedgerKeeper keeper,
      OwnFrame frame,
      Clock clock,
      Consumer<List<VerifiedEntry>> announce,
      Consumer<String> showRefusal) {
    this.self = self;
    this.keeper = keeper;
    this.frame = frame;
    this.clock = clock;
    this.announce = announce;
    this.showRefusal = showRefusal;
  }

  void close() {
    closed = true;
  }

  @Override
  public Bytes admissionFrame() {
    return frame.bytes();
  }

  @Override
  public Admission judge(DeviceId authenticated, Bytes received) {
    try {
      if (closed) {
        throw new RefusedException("onboarding stops");
      }
      if (authenticated.equals(self.device())) {
        throw new RefusedException("it has this device's own key");
      }
      Presented presented = Presented.read(authenticated, received, self.organisation(), keeper);
      return new Admission.Admitted(admit(presented).member(self.user()));
    } catch (RefusedException refusal) {
      return refusal.admission();
    } catch (StorageException failure) {
      log.error("{} is not admitted: the ledger could not be stored", authenticated, failure);
      return new Admission.Refused(Verdict.REFUSED_VALUE, "the ledger could not be stored");
    } catch (RuntimeException fault) {
      log.error("{} is not admitted: it could not be judged", authenticated, fault);
      return new Admission.Refused(Verdict.REFUSED_VALUE, "it could not be judged");
    }
  }

  private Standing admit(Presented presented) throws RefusedException, StorageException {
    Judgement judgement = keeper.decide(ledger -> decide(presented, ledger));
    if (!judgement.added().isEmpty()) {
      announce.accept(judgement.added());
    }
    return judgement.standing();
  }

  /** An admission, and the statements that it added. */
  private record Judgement(Standing standing, List<VerifiedEntry> added) {}

  private Judgement decide(Presented presented, Ledger ledger)
      throws RefusedException, StorageException {
    if (presented.grant() instanceof VerifiedRedemption redemption) {
      checkUse(redemption, ledger);
    }
    Ledger.Staged staged = ledger.stage(presented.entries());
    Standing standing =
        staged
            .standing(presented.record().user())
            .filter(after -> after.isActive(presented.record()))
            .orElseThrow(
                () ->
                    new RefusedException(
                        Verdict.SUPERSEDED, "a newer device of this member is known"));
    keeper.commit(staged);
    return new Judgement(standing, List.copyOf(staged.fresh()));
  }

  /**
   * A token's time counts when it is used first: membership does not end with the invitation.
   *
   * @throws RefusedException ALREADY_USED, NOT_YET_VALID, EXPIRED
   */
  private void checkUse(VerifiedRedemption redemption, Ledger ledger) throws RefusedException {
    VerifiedToken token = redemption.token();
    Optional<VerifiedGrant> use = ledger.use(redemption.user(), token.hash());
    if (use.isPresent()) {
      if (!use.get().rank().equals(redemption.rank())) {
        throw new RefusedException(
            Verdict.ALREADY_USED, "the invitation is bound to another device");
      }
      return;
    }
    Instant now = clock.instant();
    if (now.isBefore(token.notBefore())) {
      throw new RefusedException(Verdict.NOT_YET_VALID, "the invitation is not valid yet");
    }
    if (now.isAfter(token.notAfter())) {
      throw new RefusedException(Verdict.EXPIRED, "the invitation's time is over");
    }
  }

  @Override
  public Optional<Member> admitted(DeviceId device) {
    return closed
        ? Optional.empty()
        : keeper.ledger().standing(device).map(standing -> standing.member(self.user()));
  }

  @Override
  public void refusedBy(DeviceId peer, Admission.Refused refusal) {
    Verdict verdict = Verdict.forNumber(refusal.verdict());
    log.warn("{} refused this device: {}", peer, verdict == null ? "unknown verdict" : verdict);
    showRefusal.accept(Refusals.explain(verdict == null ? Verdict.REFUSED : verdict));
  }
}
