package org.conclave.onboarding.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.MemberRequest.Kind;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.LedgerKeeper.Alongside;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.OpenClaim;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.text.Fingerprint;

/** What waits for an administrator's signature, and the signing of it. */
final class Confirming {
  private final Passage passage;
  private final Acts acts;

  Confirming(Passage passage, Acts acts) {
    this.passage = passage;
    this.acts = acts;
  }

  List<MemberRequest> requests() throws OrganisationException {
    MemberSession session = passage.requireTaking();
    try {
      List<MemberRequest> requests = new ArrayList<>();
      for (Map.Entry<Bytes, Requests.Stored> stored : session.requests().all()) {
        requests.add(
            stored.getValue().kind() == Kind.JOIN || stored.getValue().kind() == Kind.LATE_CLAIM
                ? join(session, stored.getKey(), stored.getValue())
                : device(session, stored.getKey(), stored.getValue()));
      }
      return requests;
    } catch (StorageException failure) {
      throw Passage.storage(failure);
    }
  }

  private MemberRequest join(MemberSession session, Bytes id, Requests.Stored stored)
      throws StorageException, OrganisationException {
    OpenClaim claim = claim(session, stored);
    String note =
        passage
            .read(transaction -> Issued.find(transaction, claim.token().tokenId()))
            .map(Issued::note)
            .orElse("");
    return new MemberRequest(
        id,
        stored.kind(),
        claim.claim().memberName(),
        claim.user(),
        Fingerprint.of(claim.claim().account()),
        DeviceId.ofPublicKey(claim.claim().deviceKey()),
        note,
        stored.firstSeen());
  }

  private static MemberRequest device(MemberSession session, Bytes id, Requests.Stored stored)
      throws StorageException {
    VerifiedRecord record = record(session, stored);
    String name =
        session
            .ledger()
            .standing(record.user())
            .map(standing -> standing.grant().memberName())
            .orElse("");
    return new MemberRequest(
        id,
        stored.kind(),
        name,
        record.user(),
        Fingerprint.of(record.account()),
        record.device(),
        "",
        stored.firstSeen());
  }

  private static OpenClaim claim(MemberSession session, Requests.Stored stored)
      throws StorageException {
    try {
      return OpenClaim.read(
          UnverifiedEntry.parse(stored.entry()).entry().getRedemption(),
          session.place().keys(),
          Trust.VERIFIED_BEFORE);
    } catch (InvalidStatementException broken) {
      throw damaged(broken);
    }
  }

  private static VerifiedRecord record(MemberSession session, Requests.Stored stored)
      throws StorageException {
    try {
      return (VerifiedRecord)
          session.keeper().reader().reread(UnverifiedEntry.parse(stored.entry()));
    } catch (InvalidStatementException | ClassCastException broken) {
      throw damaged(broken);
    }
  }

  private static StorageException damaged(Exception cause) {
    return new StorageException(
        StorageException.Reason.DAMAGED, "A stored request cannot be read.", cause);
  }

  void confirm(Bytes id, String name) throws OrganisationException {
    MemberSession session = passage.requireTaking();
    try {
      Requests.Stored stored = session.requests().find(id).orElseThrow(Confirming::unknown);
      switch (stored.kind()) {
        case JOIN -> join(id, claim(session, stored), Names.check(name, "The member's name"));
        case LATE_CLAIM ->
            throw new OrganisationException(
                Reason.INVITATION_USED,
                "The invitation of this request made somebody else a member already. Nothing was"
                    + " signed. If this is the person you meant, issue a new invitation, and revoke"
                    + " the other one.");
        case TAKEOVER, NEW_GENERATION -> approve(id, record(session, stored));
      }
    } catch (StorageException failure) {
      throw Passage.storage(failure);
    }
    passage.around().events().changed();
  }

  private void join(Bytes id, OpenClaim claim, String name) throws OrganisationException {
    MemberSession session = passage.requireTaking();
    if (session.ledger().closing(claim.token().hash()).isPresent()) {
      throw new OrganisationException(
          Reason.INVITATION_USED,
          "Another claim of this invitation was confirmed meanwhile. Nothing was signed.");
    }
    if (session
        .ledger()
        .tokenRevocation(claim.token().hash(), claim.token().authority())
        .isPresent()) {
      throw new OrganisationException(
          Reason.INVITATION_REVOKED, "This invitation was taken back. Nothing was signed.");
    }
    Alongside alongside =
        transaction -> {
          Requests.remove(transaction, id);
          transaction
              .audit()
              .append(
                  AuditEvent.of(
                      AuditEvent.Kind.REQUEST_CONFIRMED,
                      Map.of("user", claim.user().toHex(), "name", name)));
        };
    acts.sign(
        terms -> fits(terms, claim),
        (signatory, ledger) ->
            decisions(signatory).confirm(claim, name, number(signatory, claim, ledger)),
        List.of(),
        alongside);
  }

  private static boolean fits(DelegationTerms terms, OpenClaim claim) {
    return terms.roles().contains(claim.token().role())
        && (terms.site().isEmpty() || terms.site().equals(claim.token().site()));
  }

  /** Of one's own invitation its number, of another's the next free one. */
  private static int number(Signatory signatory, OpenClaim claim, Ledger ledger) {
    Optional<DelegationTerms> terms = signatory.terms();
    if (terms.isEmpty()) {
      return 0;
    }
    boolean own =
        claim
            .token()
            .authority()
            .delegation()
            .filter(issued -> issued.hash().equals(terms.get().hash()))
            .isPresent();
    return own
        ? claim.token().number()
        : ledger.organisation().highestNumber(terms.get().hash()) + 1;
  }

  private void approve(Bytes id, VerifiedRecord record) throws OrganisationException {
    MemberSession session = passage.requireTaking();
    Standing standing = session.ledger().standing(record.user()).orElseThrow(Confirming::unknown);
    Alongside alongside =
        transaction -> {
          Requests.remove(transaction, id);
          transaction
              .audit()
              .append(
                  AuditEvent.of(
                      AuditEvent.Kind.REQUEST_CONFIRMED,
                      Map.of(
                          "user", record.user().toHex(),
                          "device", record.device().publicKey().toHex())));
        };
    acts.sign(
        terms -> session.ledger().reaches(OwnRights.asAuthority(terms), standing),
        (signatory, ledger) -> decisions(signatory).approve(record.user(), record.rank()),
        List.of(record),
        alongside);
  }

  /**
   * Before a policy that wants approvals: it would put everybody aside who has changed the device
   * until then.
   */
  void approvePresentDevices(String site) throws OrganisationException {
    MemberSession session = passage.requireTaking();
    for (Standing standing : session.ledger().standings()) {
      boolean concerned = site.isEmpty() || site.equals(standing.grant().site());
      Optional<VerifiedRecord> unapproved =
          standing
              .record()
              .filter(record -> concerned && record.order().deviceEpoch() > 1)
              .filter(record -> !session.ledger().isApproved(record));
      if (unapproved.isPresent() && session.rights().reaches(standing)) {
        VerifiedRecord record = unapproved.get();
        acts.sign(
            terms -> session.ledger().reaches(OwnRights.asAuthority(terms), standing),
            (signatory, ledger) -> decisions(signatory).approve(record.user(), record.rank()),
            List.of(),
            Acts.NOTHING_ELSE);
      }
    }
  }

  void decline(Bytes id) throws OrganisationException {
    MemberSession session = passage.requireTaking();
    try {
      if (session.requests().find(id).isEmpty()) {
        throw unknown();
      }
      session.requests().decline(id);
    } catch (StorageException failure) {
      throw Passage.storage(failure);
    }
  }

  private Decisions decisions(Signatory signatory) throws OrganisationException {
    return new Decisions(
        passage.requireTaking().membership().organisation(), signatory, acts.now());
  }

  private static OrganisationException unknown() {
    return new OrganisationException(
        Reason.NO_SUCH_REQUEST,
        "This request is not there any more. Nothing was signed; look at the list again.");
  }
}
