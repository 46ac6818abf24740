package org.conclave.onboarding.internal;

import java.util.ArrayList;
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
import org.conclave.onboarding.internal.ledger.LedgerKeeper;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges peers by what they present and by what the ledger holds. Fails closed: whatever goes wrong
 * here refuses the peer. Once closed it refuses everybody.
 */
final class AdmissionGate implements AdmissionAuthority {
  private static final Logger log = LoggerFactory.getLogger(AdmissionGate.class);
  private static final int MAX_PROOFS = 8;

  private final Membership self;
  private final LedgerKeeper keeper;
  private final OwnFrame frame;
  private final Judge judge;
  private final Consumer<List<VerifiedEntry>> announce;
  private final Consumer<Heard> heard;
  private volatile boolean closed;

  /**
   * What a peer said of this device.
   *
   * @param peer that the secure channel authenticated
   * @param proofs that came with it and hold; those that belong into the ledger are in it
   */
  record Heard(DeviceId peer, Verdict verdict, List<VerifiedEntry> proofs) {}

  /**
   * @param announce publishes what a peer's admission added to the ledger
   * @param heard takes what peers refuse this device with, after it is in the ledger
   */
  AdmissionGate(
      Membership self,
      LedgerKeeper keeper,
      OwnFrame frame,
      Judge judge,
      Consumer<List<VerifiedEntry>> announce,
      Consumer<Heard> heard) {
    this.self = self;
    this.keeper = keeper;
    this.frame = frame;
    this.judge = judge;
    this.announce = announce;
    this.heard = heard;
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
      return admit(Presented.read(authenticated, received, keeper));
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

  private Admission admit(Presented presented) throws RefusedException, StorageException {
    if (presented instanceof Presented.Membership membership) {
      Judge.Judgement judgement = keeper.decide(ledger -> judge.membership(membership, ledger));
      if (!judgement.added().isEmpty()) {
        announce.accept(judgement.added());
      }
      return new Admission.Admitted(judgement.standing().member(self.user()));
    }
    if (presented instanceof Presented.Claim claim) {
      throw keeper.<RefusedException, StorageException>decide(ledger -> judge.claim(claim, ledger));
    }
    throw keeper.<RefusedException, StorageException>decide(
        ledger -> judge.restore((Presented.Restore) presented, ledger));
  }

  @Override
  public Optional<Member> admitted(DeviceId device) {
    return closed
        ? Optional.empty()
        : keeper.ledger().standing(device).map(standing -> standing.member(self.user()));
  }

  @Override
  public void refusedBy(DeviceId peer, Admission.Refused refusal) {
    Verdict known = Verdict.forNumber(refusal.verdict());
    Verdict verdict = known == null ? Verdict.REFUSED : known;
    log.warn("{} refused this device: {}", peer, verdict);
    if (!closed) {
      heard.accept(new Heard(peer, verdict, verified(peer, refusal.proofs())));
    }
  }

  /** A verdict is one peer's word; what it proves is the organisation's. */
  private List<VerifiedEntry> verified(DeviceId peer, List<Bytes> proofs) {
    List<VerifiedEntry> verified = new ArrayList<>();
    for (Bytes proof : proofs.stream().limit(MAX_PROOFS).toList()) {
      try {
        verified.add(keeper.reader().verify(UnverifiedEntry.parse(proof)));
      } catch (InvalidStatementException invalid) {
        log.warn("{} gave a proof that does not hold: {}", peer, invalid.getMessage());
      }
    }
    try {
      keeper.absorb(verified);
    } catch (StorageException failure) {
      log.error("What {} proved could not be stored; it is asked again", peer, failure);
      return List.of();
    }
    return verified;
  }
}
