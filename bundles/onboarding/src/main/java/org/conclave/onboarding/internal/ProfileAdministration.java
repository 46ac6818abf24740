package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.VerifiedBeacon;
import org.conclave.onboarding.internal.statement.VerifiedPolicy;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/** What administrators do with this profile's keys. Thread-safe. */
final class ProfileAdministration implements Administration {
  private static final Duration MAX_DELEGATION = Duration.ofDays(400);
  private static final Duration BEACON = Duration.ofHours(23);

  private final Passage passage;
  private final Acts acts;
  private final Issuing issuing;
  private final Confirming confirming;
  private final Succession succession;

  ProfileAdministration(Passage passage, SecureRandom random) {
    this.passage = passage;
    this.acts = new Acts(passage);
    this.issuing = new Issuing(random);
    this.confirming = new Confirming(passage, acts);
    this.succession = new Succession(passage, random);
  }

  @Override
  public boolean isAdministrator() {
    return passage.taking().filter(session -> session.rights().isAdministrator()).isPresent();
  }

  @Override
  public boolean holdsRoot() {
    return passage.taking().filter(session -> session.rights().holdsRoot()).isPresent();
  }

  private Decisions decisions(Signatory signatory) throws OrganisationException {
    return new Decisions(
        passage.requireTaking().membership().organisation(), signatory, acts.now());
  }

  private Ledger ledger() throws OrganisationException {
    return passage.requireTaking().ledger();
  }

  @Override
  public Invitation invite(InvitationRequest request) throws OrganisationException {
    return passage.act(
        () -> {
          MemberSession session = passage.requireTaking();
          Instant now = acts.now();
          Issuing.Wish wish = issuing.prepare(request, session.place().organisationName(), now);
          try {
            return session
                .keeper()
                .<Invitation, OrganisationException>decide(
                    ledger -> {
                      Map<Bytes, Integer> used = used(session);
                      try (Signatory signatory =
                          Acts.signatory(
                              session,
                              terms ->
                                  Issuing.fits(
                                      terms, wish, ledger, used.getOrDefault(terms.hash(), 0)))) {
                        return passage.write(
                            transaction ->
                                issuing.sign(
                                    transaction,
                                    session.place().keys(),
                                    ledger,
                                    signatory,
                                    wish,
                                    now));
                      }
                    });
          } catch (StorageException failure) {
            throw Passage.storage(failure);
          }
        });
  }

  private Map<Bytes, Integer> used(MemberSession session) throws OrganisationException {
    return passage.read(
        transaction -> {
          Map<Bytes, Integer> used = new HashMap<>();
          for (DelegationTerms terms : session.rights().delegations()) {
            used.put(terms.hash(), Issuing.used(transaction, terms));
          }
          return used;
        });
  }

  @Override
  public List<Invitation> invitations() throws OrganisationException {
    Ledger ledger = ledger();
    Instant now = acts.now();
    return passage.read(Issued::all).stream()
        .map(issued -> issued.invitation(ledger, now))
        .toList();
  }

  @Override
  public void revokeInvitation(Bytes token) throws OrganisationException {
    Issued issued =
        passage
            .read(transaction -> Issued.find(transaction, token))
            .orElseThrow(
                () ->
                    new OrganisationException(
                        Reason.NO_SUCH_REQUEST,
                        "This device has not issued such an invitation. Nothing was done."));
    acts.sign(
        terms -> issued.token().authority().isUnder(terms.hash()),
        (signatory, ledger) -> decisions(signatory).revokeToken(issued.token().hash()),
        List.of(),
        Acts.NOTHING_ELSE);
  }

  @Override
  public List<MemberRequest> requests() throws OrganisationException {
    return confirming.requests();
  }

  @Override
  public void confirm(Bytes request, String name) throws OrganisationException {
    confirming.confirm(request, name);
  }

  @Override
  public void decline(Bytes request) throws OrganisationException {
    confirming.decline(request);
  }

  @Override
  public void revoke(UserId user, boolean wipe) throws OrganisationException {
    Standing standing = other(user);
    Bytes account = standing.grant().account();
    acts.sign(
        terms -> reaches(terms, standing),
        (signatory, ledger) ->
            decisions(signatory)
                .revokeMembership(user, ledger.organisation().highestCounter(account), wipe),
        List.of(),
        Acts.NOTHING_ELSE);
  }

  @Override
  public void revokeDevice(UserId user, boolean wipe) throws OrganisationException {
    Standing standing = other(user);
    DeviceOrder through =
        standing.newest().stream()
            .map(VerifiedRecord::order)
            .max(DeviceOrder::compareTo)
            .orElse(DeviceOrder.FIRST);
    acts.sign(
        terms -> reaches(terms, standing),
        (signatory, ledger) -> decisions(signatory).revokeDevices(user, through, wipe),
        List.of(),
        Acts.NOTHING_ELSE);
  }

  private boolean reaches(DelegationTerms terms, Standing standing) {
    return passage
        .session()
        .filter(session -> session.ledger().reaches(OwnRights.asAuthority(terms), standing))
        .isPresent();
  }

  /**
   * @throws OrganisationException NO_SUCH_MEMBER, SELF
   */
  private Standing other(UserId user) throws OrganisationException {
    MemberSession session = passage.requireTaking();
    if (user.equals(session.membership().user())) {
      throw new OrganisationException(
          Reason.SELF,
          "This is your own membership, and ending it would end your right to undo it. Nothing was"
              + " done. Another administrator can do it.");
    }
    return member(session, user);
  }

  private static Standing member(MemberSession session, UserId user) throws OrganisationException {
    return session
        .ledger()
        .standing(user)
        .filter(Standing::isMember)
        .orElseThrow(
            () ->
                new OrganisationException(
                    Reason.NO_SUCH_MEMBER,
                    "This person is not a member of the organisation. Nothing was done."));
  }

  @Override
  public Delegation delegate(DelegationRequest request) throws OrganisationException {
    Standing standing = other(request.user());
    String site = Names.site(request.site());
    boolean bounded =
        request.validity().toSeconds() >= 1
            && request.validity().compareTo(MAX_DELEGATION) <= 0
            && request.quota() >= 0
            && request.quota() <= DelegationTerms.MAX_QUOTA;
    if (!bounded) {
      throw new IllegalArgumentException(
          "a delegation is for at most 400 days and 10,000 invitations");
    }
    DelegationRequest checked =
        new DelegationRequest(
            request.user(),
            site,
            request.roles(),
            request.mayDelegate(),
            request.validity(),
            request.quota());
    Instant until = acts.now().plus(request.validity());
    acts.sign(
        terms ->
            terms.mayDelegate()
                && !request.mayDelegate()
                && (terms.site().isEmpty() || terms.site().equals(site))
                && terms.roles().containsAll(request.roles())
                && !until.isAfter(terms.notAfter())
                && request.quota() <= terms.quota(),
        (signatory, ledger) -> decisions(signatory).delegate(checked, standing.grant().account()),
        List.of(),
        Acts.NOTHING_ELSE);
    return delegations().stream()
        .filter(delegation -> delegation.user().equals(request.user()))
        .max(Comparator.comparing(Delegation::notAfter))
        .orElseThrow();
  }

  @Override
  public List<Delegation> delegations() {
    return passage.taking().map(session -> delegations(session.ledger())).orElse(List.of());
  }

  private static List<Delegation> delegations(Ledger ledger) {
    return ledger.delegations().stream()
        .map(
            terms ->
                new Delegation(
                    terms.hash(),
                    terms.holder(),
                    terms.authority().holder(),
                    terms.site(),
                    terms.roles(),
                    terms.mayDelegate(),
                    terms.notAfter(),
                    terms.quota(),
                    ledger.organisation().usedNumbers(terms.hash())))
        .toList();
  }

  @Override
  public void withdraw(Bytes delegation) throws OrganisationException {
    DelegationTerms withdrawn =
        ledger().delegations().stream()
            .filter(terms -> terms.hash().equals(delegation))
            .findFirst()
            .orElseThrow(
                () ->
                    new OrganisationException(
                        Reason.NO_SUCH_REQUEST,
                        "There is no such right any more. Nothing was done."));
    acts.sign(
        terms -> withdrawn.authority().delegation().equals(Optional.of(terms)),
        (signatory, ledger) ->
            decisions(signatory)
                .withdraw(delegation, ledger.organisation().highestCounter(withdrawn.delegate())),
        List.of(),
        Acts.NOTHING_ELSE);
  }

  @Override
  public void setPolicy(String site, SitePolicy policy) throws OrganisationException {
    String named = Names.site(site);
    if (!policy.features().keySet().stream().allMatch(VerifiedPolicy::isFeature)) {
      throw new IllegalArgumentException("a feature's id is lower case, digits, dots and dashes");
    }
    if (policy.takeoverNeedsApproval()) {
      confirming.approvePresentDevices(named);
    }
    acts.sign(
        terms -> !named.isEmpty() && (terms.site().isEmpty() || terms.site().equals(named)),
        (signatory, ledger) -> decisions(signatory).policy(named, policy),
        List.of(),
        Acts.NOTHING_ELSE);
  }

  @Override
  public SitePolicy policy(String site) {
    return passage
        .taking()
        .flatMap(session -> session.ledger().signedPolicy(site))
        .orElse(SitePolicy.DEFAULT);
  }

  @Override
  public List<Contradiction> contradictions() {
    return passage
        .taking()
        .map(session -> new ArrayList<>(Evidence.of(session)))
        .orElseGet(ArrayList::new);
  }

  @Override
  public void succeedRoot(String recovery) throws OrganisationException {
    succession.succeed(recovery);
  }

  @Override
  public List<String> splitRecovery(String recoveryCode, int threshold, int count)
      throws OrganisationException {
    return succession.split(recoveryCode, threshold, count);
  }

  /** Signs a beacon where this profile may and the last one of its own is a day old. */
  void beacon() throws OrganisationException {
    MemberSession session = passage.taking().orElse(null);
    if (session == null || !session.rights().isAdministrator()) {
      return;
    }
    Bytes signer =
        session.rights().holdsRoot() ? session.ledger().rootKey() : session.identity().account();
    boolean recent =
        session.ledger().organisation().beacons().stream()
            .filter(beacon -> beacon.authority().signer().equals(signer))
            .map(VerifiedBeacon::issuedAt)
            .anyMatch(last -> last.plus(BEACON).isAfter(acts.now()));
    if (!recent) {
      acts.sign(
          terms -> true,
          (signatory, ledger) -> decisions(signatory).beacon(ledger.head(), ledger.size()),
          List.of(),
          Acts.NOTHING_ELSE);
    }
  }
}
