package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.Role;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.organisation.SitePolicy.Feature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators and those they empower can do, and what they cannot (protocols.md 2, 3). */
class AdministrationTest {
  private final List<Person> people = new ArrayList<>();
  private final Office office = new Office();
  private Person ada;
  private Person bo;

  @BeforeEach
  void found() throws Exception {
    ada = keep(Person.founder("Ada"));
    bo = keep(ada.admits("Bo"));
    Meeting.connect(office, ada, bo);
  }

  @AfterEach
  void close() {
    people.forEach(Person::close);
  }

  private Person keep(Person person) {
    people.add(person);
    return person;
  }

  private static UserId user(Person person) {
    return person.session().membership().user();
  }

  private static void refused(Reason reason, ThrowingCallable act) {
    OrganisationException e = catchThrowableOfType(OrganisationException.class, act);
    assertThat(e).as("not refused").isNotNull();
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    assertThat(e.getMessage()).contains(". ");
  }

  private static InvitationRequest open(String note) {
    return new InvitationRequest(
        Optional.empty(), note, Role.MEMBER, "", Duration.ofDays(7), List.of(Person.ADDRESS));
  }

  private InvitationRequest bound(Person whom, String site) throws Exception {
    return new InvitationRequest(
        Optional.of(whom.organisation.accountCode().text()),
        whom.name,
        Role.MEMBER,
        site,
        Duration.ofDays(7),
        List.of(Person.ADDRESS));
  }

  private Delegation delegate(Person by, Person to, String site, boolean mayDelegate, int quota)
      throws Exception {
    Delegation made =
        by.administration.delegate(
            new DelegationRequest(
                user(to), site, Set.of(Role.MEMBER), mayDelegate, Duration.ofDays(30), quota));
    Meeting.settle(ada, bo);
    return made;
  }

  // ---- open invitations

  @Test
  void anOpenInvitationWaitsForAnAdministrator() throws Exception {
    Invitation invitation = ada.administration.invite(open("the plumber"));
    assertThat(invitation.open()).isTrue();
    assertThat(invitation.toString()).as("a secret").doesNotContain(invitation.text());
    Person cy = keep(new Person("Cy"));
    assertThat(cy.organisation.preview(invitation.text()).open()).isTrue();
    assertThat(cy.organisation.join(invitation.text(), "Cy the plumber"))
        .isInstanceOf(OwnStanding.Waiting.class);

    assertThat(Meeting.of(cy, bo)).as("a member confirms nobody").isFalse();
    assertThat(bo.administration.requests()).isEmpty();
    assertThat(Meeting.of(cy, ada)).isFalse();
    assertThat(ada.organisation.members()).hasSize(2);
    MemberRequest request = ada.administration.requests().get(0);
    assertThat(request.kind()).isEqualTo(MemberRequest.Kind.JOIN);
    assertThat(request.name()).isEqualTo("Cy the plumber");
    assertThat(request.invitation()).isEqualTo("the plumber");
    assertThat(request.fingerprint()).isEqualTo(cy.organisation.accountCode().fingerprint());

    ada.administration.confirm(request.id(), "Cyril");
    assertThat(ada.administration.requests()).isEmpty();
    assertThat(ada.administration.invitations().get(0).state()).isEqualTo(Invitation.State.USED);
    assertThat(Meeting.of(cy, ada)).as("it fetches the certificate").isFalse();
    assertThat(cy.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
    assertThat(Meeting.of(cy, ada)).isTrue();
    assertThat(cy.organisation.info().orElseThrow().selfName()).isEqualTo("Cyril");
    assertThat(ada.storage.audited())
        .extracting(AuditEvent::kind)
        .contains(AuditEvent.Kind.INVITATION_ISSUED, AuditEvent.Kind.REQUEST_CONFIRMED);
  }

  @Test
  void anyMemberMayHandOverTheCertificate() throws Exception {
    Person cy = keep(new Person("Cy"));
    cy.organisation.join(ada.administration.invite(open("")).text(), "Cy");
    Meeting.of(cy, ada);
    ada.administration.confirm(ada.administration.requests().get(0).id(), "Cy");
    Meeting.settle(bo);
    assertThat(Meeting.of(cy, bo)).isFalse();
    assertThat(cy.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
    assertThat(Meeting.of(cy, bo)).isTrue();
  }

  @Test
  void oneOpenInvitationMakesOneMember() throws Exception {
    String text = ada.administration.invite(open("")).text();
    Person cy = keep(new Person("Cy"));
    Person di = keep(new Person("Di"));
    cy.organisation.join(text, "Cy");
    di.organisation.join(text, "Di");
    Meeting.of(cy, ada);
    ada.administration.confirm(ada.administration.requests().get(0).id(), "Cy");
    assertThat(Meeting.of(di, ada)).isFalse();
    assertThat(ada.administration.requests())
        .extracting(MemberRequest::kind)
        .containsExactly(MemberRequest.Kind.LATE_CLAIM);
    refused(
        Reason.INVITATION_USED,
        () -> ada.administration.confirm(ada.administration.requests().get(0).id(), "Di"));
    assertThat(di.refusals).hasSize(1);
    assertThat(ada.storage.audited())
        .extracting(AuditEvent::kind)
        .contains(AuditEvent.Kind.CLAIM_LATE);
    Meeting.settle(bo);
    assertThat(Meeting.of(di, bo)).isFalse();
  }

  @Test
  void aDeclinedClaimIsNotShownAgain() throws Exception {
    Person cy = keep(new Person("Cy"));
    cy.organisation.join(ada.administration.invite(open("")).text(), "Cy");
    Meeting.of(cy, ada);
    ada.administration.decline(ada.administration.requests().get(0).id());
    Meeting.of(cy, ada);
    assertThat(ada.administration.requests()).isEmpty();
    assertThat(cy.organisation.standing()).isInstanceOf(OwnStanding.Waiting.class);
    cy.organisation.giveUpWaiting();
    assertThat(cy.organisation.standing()).isInstanceOf(OwnStanding.Outside.class);
  }

  @Test
  void aRevokedInvitationIsRefusedWithProof() throws Exception {
    Invitation invitation = ada.administration.invite(open(""));
    Person cy = keep(new Person("Cy"));
    cy.organisation.join(invitation.text(), "Cy");
    ada.administration.revokeInvitation(invitation.token());
    Meeting.settle(ada, bo);
    assertThat(ada.administration.invitations().get(0).state()).isEqualTo(Invitation.State.REVOKED);
    assertThat(Meeting.of(cy, bo)).isFalse();
    assertThat(cy.refusals).hasSize(1);
    assertThat(ada.administration.requests()).isEmpty();
  }

  @Test
  void revokingAUsedInvitationEndsTheMembership() throws Exception {
    ada.administration.revokeInvitation(ada.administration.invitations().get(0).token());
    Meeting.settle(ada, bo);
    assertThat(ada.organisation.members()).extracting(m -> m.name()).containsExactly("Ada");
    assertThat(bo.organisation.standing()).isInstanceOf(OwnStanding.Locked.class);
  }

  // ---- delegation

  @Test
  void aDelegateInvitesWithinItsScopeAndQuota() throws Exception {
    delegate(ada, bo, "North", false, 2);
    assertThat(bo.administration.isAdministrator()).isTrue();
    Person cy = keep(new Person("Cy"));
    Person di = keep(new Person("Di"));
    Person ed = keep(new Person("Ed"));
    refused(Reason.BEYOND_AUTHORITY, () -> bo.administration.invite(bound(cy, "South")));
    refused(
        Reason.BEYOND_AUTHORITY,
        () ->
            bo.administration.invite(
                new InvitationRequest(
                    Optional.of(cy.organisation.accountCode().text()),
                    "Cy",
                    Role.SITE_ADMINISTRATOR,
                    "North",
                    Duration.ofDays(7),
                    List.of())));
    refused(
        Reason.BEYOND_AUTHORITY,
        () ->
            bo.administration.invite(
                new InvitationRequest(
                    Optional.of(cy.organisation.accountCode().text()),
                    "Cy",
                    Role.MEMBER,
                    "North",
                    Duration.ofDays(31),
                    List.of())));
    cy.organisation.join(bo.administration.invite(bound(cy, "North")).text(), "");
    di.organisation.join(bo.administration.invite(bound(di, "North")).text(), "");
    refused(Reason.BEYOND_AUTHORITY, () -> bo.administration.invite(bound(ed, "North")));
    assertThat(Meeting.of(cy, ada)).isTrue();
    assertThat(Meeting.of(di, cy)).as("members need no administrator").isTrue();
    assertThat(ada.organisation.member(user(cy)).orElseThrow().site()).isEqualTo("North");
    assertThat(ada.administration.delegations().get(0).used()).isEqualTo(1);
  }

  @Test
  void aRightPassesThroughTwoHandsAtMost() throws Exception {
    Person cy = keep(ada.admits("Cy"));
    Person di = keep(ada.admits("Di"));
    Meeting.connect(office, ada, cy);
    Meeting.connect(office, ada, di);
    Meeting.connect(office, bo, cy);
    Meeting.connect(office, bo, di);
    delegate(ada, bo, "", true, 10);
    refused(Reason.BEYOND_AUTHORITY, () -> delegate(bo, cy, "North", true, 5));
    delegate(bo, cy, "North", false, 5);
    Meeting.settle(cy, di);
    assertThat(cy.administration.isAdministrator()).isTrue();
    refused(Reason.BEYOND_AUTHORITY, () -> delegate(cy, di, "North", false, 1));
    Person ed = keep(new Person("Ed"));
    ed.organisation.join(cy.administration.invite(bound(ed, "North")).text(), "");
    assertThat(Meeting.of(ed, di)).isTrue();
  }

  @Test
  void anExpiredDelegationSignsNothing() throws Exception {
    delegate(ada, bo, "", false, 5);
    bo.clock.advance(Duration.ofDays(31));
    assertThat(bo.administration.isAdministrator()).isFalse();
    refused(
        Reason.NOT_ADMINISTRATOR, () -> bo.administration.invite(bound(keep(new Person("C")), "")));
  }

  @Test
  void whatADelegateSignedBeforeItWasWithdrawnStays() throws Exception {
    Delegation right = delegate(ada, bo, "", false, 5);
    Person cy = keep(new Person("Cy"));
    Person di = keep(new Person("Di"));
    cy.organisation.join(bo.administration.invite(bound(cy, "")).text(), "");
    String kept = bo.administration.invite(bound(di, "")).text();
    Meeting.of(cy, ada);
    ada.administration.withdraw(right.id());
    Meeting.settle(ada, bo);
    assertThat(ada.organisation.members()).extracting(m -> m.name()).contains("Cy");
    di.organisation.join(kept, "");
    assertThat(Meeting.of(di, ada)).as("what it kept back is void").isFalse();
    assertThat(bo.administration.isAdministrator()).isFalse();
    delegate(ada, bo, "", false, 5);
    assertThat(bo.administration.isAdministrator()).as("it can be given anew").isTrue();
  }

  @Test
  void aRevokedDelegateCannotGoOnSigning() throws Exception {
    delegate(ada, bo, "", false, 5);
    Person cy = keep(new Person("Cy"));
    String kept = bo.administration.invite(bound(cy, "")).text();
    ada.administration.revoke(user(bo), false);
    cy.organisation.join(kept, "");
    assertThat(Meeting.of(cy, ada)).isFalse();
    assertThat(ada.organisation.members()).hasSize(1);
  }

  @Test
  void delegatesDecideAboutThoseBelowThemOnly() throws Exception {
    Person cy = keep(ada.admits("Cy"));
    Meeting.connect(office, ada, cy);
    Meeting.connect(office, bo, cy);
    delegate(ada, bo, "", false, 5);
    delegate(ada, cy, "", false, 5);
    Meeting.settle(cy);
    refused(Reason.BEYOND_AUTHORITY, () -> bo.administration.revoke(user(ada), false));
    refused(Reason.BEYOND_AUTHORITY, () -> bo.administration.revoke(user(cy), false));
    refused(Reason.SELF, () -> bo.administration.revoke(user(bo), false));
    Person di = keep(ada.admits("Di"));
    Meeting.connect(office, ada, di);
    Meeting.settle(bo);
    bo.administration.revoke(user(di), false);
    Meeting.settle(ada, bo, di);
    assertThat(di.organisation.standing()).isInstanceOf(OwnStanding.Locked.class);
  }

  // ---- policy, freshness, root

  @Test
  void ofOrganisationAndSiteTheStricterHolds() throws Exception {
    delegate(ada, bo, "North", false, 5);
    Person cy = keep(new Person("Cy"));
    cy.organisation.join(bo.administration.invite(bound(cy, "North")).text(), "");
    Meeting.connect(office, ada, cy);
    Meeting.connect(office, bo, cy);
    ada.administration.setPolicy("", policy(Map.of("files", Feature.OFF), 30));
    bo.administration.setPolicy(
        "North", policy(Map.of("files", Feature.ON, "calls", Feature.ON), 10));
    refused(Reason.BEYOND_AUTHORITY, () -> bo.administration.setPolicy("", SitePolicy.DEFAULT));
    Meeting.settle(ada, bo, cy);
    SitePolicy north = cy.organisation.policy();
    assertThat(north.feature("files")).isEqualTo(Feature.OFF);
    assertThat(north.feature("calls")).isEqualTo(Feature.ON);
    assertThat(north.retention()).contains(Duration.ofDays(10));
    assertThat(ada.organisation.policy().retention()).contains(Duration.ofDays(30));
    ada.administration.setPolicy("", SitePolicy.DEFAULT);
    Meeting.settle(ada, cy);
    assertThat(cy.organisation.policy().feature("files")).isEqualTo(Feature.ON);
  }

  private static SitePolicy policy(Map<String, Feature> features, int days) {
    return new SitePolicy(
        features,
        false,
        Optional.of(Duration.ofDays(days)),
        SitePolicy.GroupCreators.EVERYBODY,
        Duration.ofDays(2),
        Duration.ofDays(14),
        List.of());
  }

  @Test
  void whoHearsOfNoAdministratorForLongLetsNoNewcomerIn() throws Exception {
    ada.administration.beacon();
    Meeting.settle(ada, bo);
    Person cy = keep(ada.admits("Cy"));
    assertThat(bo.organisation.freshness().state()).isEqualTo(LedgerFreshness.State.FRESH);
    bo.clock.advance(Duration.ofDays(3));
    assertThat(bo.organisation.freshness().state()).isEqualTo(LedgerFreshness.State.STALE);
    bo.clock.advance(Duration.ofDays(12));
    assertThat(bo.organisation.freshness().state()).isEqualTo(LedgerFreshness.State.REFUSING);
    assertThat(Meeting.of(cy, bo)).isFalse();
    assertThat(cy.refusals).hasSize(1);
    assertThat(Meeting.of(ada, bo)).as("members go on").isTrue();
    ada.clock.advance(Duration.ofDays(15));
    ada.administration.beacon();
    Meeting.settle(ada, bo);
    assertThat(bo.organisation.freshness().state()).isEqualTo(LedgerFreshness.State.FRESH);
  }

  @Test
  void ofEachSignersBeaconsOnlyTheNewestIsKept() throws Exception {
    for (int day = 0; day < 5; day++) {
      ada.administration.beacon();
      ada.administration.beacon();
      ada.clock.advance(Duration.ofDays(1));
      Meeting.settle(ada, bo);
    }
    assertThat(ada.session().ledger().organisation().beacons()).hasSize(1);
    assertThat(bo.session().ledger().head()).isEqualTo(ada.session().ledger().head());
    assertThat(ada.storage.ledgerEntries()).hasSize(5);
  }

  @Test
  void theRecoveryCodeReplacesAStolenRootKey() throws Exception {
    Person founder = keep(new Person("Fay"));
    String recovery = founder.organisation.found("Island", "Fay").recoveryCode();
    Person gus = keep(founder.admits("Gus"));
    Office island = new Office();
    Meeting.connect(island, founder, gus);
    refused(Reason.RECOVERY_CODE, () -> gus.administration.succeedRoot("ABCDE-FGHIJ"));
    List<String> shares = founder.administration.splitRecovery(recovery, 2, 3);
    refused(Reason.RECOVERY_CODE, () -> gus.administration.succeedRoot(shares.get(1)));
    gus.administration.succeedRoot(shares.get(2) + "\n" + shares.get(0));
    Meeting.settle(founder, gus);
    assertThat(gus.administration.holdsRoot()).isTrue();
    assertThat(founder.administration.holdsRoot()).isFalse();
    refused(Reason.NOT_ADMINISTRATOR, () -> founder.administration.invite(open("")));
    assertThat(founder.organisation.members()).as("what it signed before stays").hasSize(2);
    Person hal = keep(new Person("Hal"));
    hal.organisation.join(gus.administration.invite(bound(hal, "")).text(), "");
    assertThat(Meeting.of(hal, founder)).isTrue();
    refused(Reason.RECOVERY_CODE, () -> ada.administration.succeedRoot(recovery));
  }

  @Test
  void aSafetyNumberIsTheSameOnBothSides() throws Exception {
    assertThat(ada.organisation.safetyNumber(user(bo)).digits())
        .isEqualTo(bo.organisation.safetyNumber(user(ada)).digits())
        .matches("(\\d{5} ){11}\\d{5}");
    ada.organisation.setVerified(user(bo), true);
    assertThat(ada.organisation.safetyNumber(user(bo)).verified()).isTrue();
    assertThat(bo.organisation.safetyNumber(user(ada)).verified()).isFalse();
    ada.organisation.setVerified(user(bo), false);
    assertThat(ada.organisation.safetyNumber(user(bo)).verified()).isFalse();
  }
}
