package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.OwnStanding.Locked;
import org.conclave.api.organisation.OwnStanding.Restoring;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.StorageException;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One active device per account (protocols.md section 4), from the account's point of view. */
class DeviceLifeTest {
  private final List<Person> people = new ArrayList<>();
  private final Office office = new Office();
  private Person ada;
  private Person bo;
  private Person cy;

  @BeforeEach
  void found() throws Exception {
    ada = keep(Person.founder("Ada"));
    bo = keep(ada.admits("Bo"));
    cy = keep(ada.admits("Cy"));
    Meeting.connect(office, ada, bo);
    Meeting.connect(office, ada, cy);
    Meeting.connect(office, bo, cy);
  }

  @AfterEach
  void close() {
    people.forEach(Person::close);
  }

  private Person keep(Person person) {
    people.add(person);
    return person;
  }

  private Person restored(AccountMaterial backup) throws Exception {
    Person fresh = keep(new Person("restored"));
    fresh.transfer.restore(backup, transaction -> null);
    assertThat(fresh.organisation.standing())
        .isEqualTo(new Restoring("Harbour Works", Restoring.Step.PEER));
    assertThat(fresh.organisation.info()).as("it takes no part yet").isEmpty();
    return fresh;
  }

  private Member seenBy(Person observer, Person whom) {
    return observer
        .organisation
        .member(whom.session().membership().user())
        .orElseThrow(() -> new AssertionError("no member"));
  }

  private static Locked locked(Person person) {
    assertThat(person.organisation.standing()).isInstanceOf(Locked.class);
    return (Locked) person.organisation.standing();
  }

  private static Map<String, ?> deviceKeys(Person person) {
    Map<String, Object> keys = new TreeMap<>(person.storage.values());
    keys.keySet().removeIf(key -> !key.matches("onboarding/(device|mls|mailbox)\\..*"));
    return keys;
  }

  @Test
  void aRestoredAccountTakesOverAndTheOldDeviceLocksItself() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person again = restored(backup);
      assertThat(Meeting.of(again, ada)).as("first it only learns the newest record").isFalse();
      assertThat(again.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
      assertThat(Meeting.of(again, ada)).isTrue();
      assertThat(seenBy(ada, again).device()).contains(again.device());
      assertThat(seenBy(cy, again).device()).as("it is told at once").contains(again.device());

      Meeting.settle(bo);
      assertThat(locked(bo).reason()).isEqualTo(Locked.Reason.TAKEN_OVER);
      assertThat(locked(bo).by()).contains(again.device());
      assertThat(bo.session).as("its services are gone").isNull();
      assertThat(deviceKeys(bo)).as("its session keys are destroyed").isEmpty();
      assertThat(bo.storage.values()).as("the account stays").containsKey("onboarding/account.key");
      assertThat(bo.erased).hasValue(0);
    }
  }

  @Test
  void aDeviceThatWasAwayLocksAtItsFirstContact() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person again = restored(backup);
      bo.network = Optional.empty();
      office.unplug(bo);
      Meeting.of(again, ada);
      Meeting.of(again, ada);
      Meeting.settle(cy);
      assertThat(bo.organisation.standing())
          .as("it does not know")
          .isInstanceOf(OwnStanding.Active.class);
      assertThat(Meeting.of(bo, cy)).isFalse();
      assertThat(locked(bo).by()).contains(again.device());
    }
  }

  @Test
  void aPeersWordAloneLocksNobody() throws Exception {
    bo.session()
        .admissionAuthority()
        .refusedBy(cy.device(), new Admission.Refused(Verdict.SUPERSEDED_VALUE, "a lie"));
    bo.session()
        .admissionAuthority()
        .refusedBy(
            cy.device(),
            new Admission.Refused(
                Verdict.REVOKED_VALUE, "another", List.of(cy.session().place().grant())));
    Meeting.settle(bo);
    assertThat(bo.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
    assertThat(bo.refusals).as("the person is told").hasSize(2);
  }

  @Test
  void aStrangerAtAFormerAddressTellsNoRecord() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person fresh = restored(backup);
      Person stranger = keep(Person.founder("Stranger"));
      fresh
          .session()
          .admissionAuthority()
          .refusedBy(
              stranger.device(),
              new Admission.Refused(
                  Verdict.RESTORING_VALUE,
                  "an old record",
                  List.of(bo.session().place().record().orElseThrow())));
      Meeting.settle(fresh);
      assertThat(fresh.organisation.standing())
          .isEqualTo(new Restoring("Harbour Works", Restoring.Step.PEER));
    }
  }

  @Test
  void oneBackupRestoredTwiceDoesNotCollideWithItself() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person second = restored(backup);
      Meeting.of(second, ada);
      assertThat(Meeting.of(second, ada)).isTrue();
      Person third = restored(backup);
      Meeting.of(third, ada);
      assertThat(Meeting.of(third, ada)).isTrue();
      assertThat(Meeting.of(second, cy)).isFalse();
      assertThat(locked(second).reason()).isEqualTo(Locked.Reason.TAKEN_OVER);
      assertThat(seenBy(cy, third).device()).contains(third.device());
      assertThat(seenBy(cy, third).deviceState()).isEqualTo(DeviceState.ACTIVE);
    }
  }

  @Test
  void twoDevicesAtOnePlaceWaitForAnAdministrator() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person one = restored(backup);
      Person other = restored(backup);
      office.unplug(ada);
      office.unplug(cy);
      Meeting.of(one, ada);
      Meeting.of(other, cy);
      assertThat(Meeting.of(one, ada)).isTrue();
      assertThat(Meeting.of(other, cy)).as("nobody there knows of the other").isTrue();
      Meeting.connect(office, ada, cy);
      assertThat(seenBy(ada, one).deviceState()).isEqualTo(DeviceState.CONFLICT);
      assertThat(seenBy(cy, one).deviceState()).isEqualTo(DeviceState.CONFLICT);
      assertThat(seenBy(cy, one).device()).isEmpty();
      assertThat(ada.administration.contradictions()).hasSize(1);

      assertThat(Meeting.of(one, cy)).isFalse();
      assertThat(Meeting.of(other, ada)).isFalse();
      assertThat(locked(one).reason()).isEqualTo(Locked.Reason.CONFLICT);
      assertThat(locked(other).reason()).isEqualTo(Locked.Reason.CONFLICT);

      one.organisation.useHereAgain();
      Meeting.of(one, ada);
      assertThat(one.organisation.standing())
          .isEqualTo(new Restoring("Harbour Works", Restoring.Step.APPROVAL));
      assertThat(Meeting.of(one, ada)).isFalse();
      MemberRequest request = ada.administration.requests().get(0);
      assertThat(request.kind()).isEqualTo(MemberRequest.Kind.NEW_GENERATION);
      assertThat(request.device()).isEqualTo(one.device());
      ada.administration.confirm(request.id(), "");
      Meeting.connect(office, one, ada);
      assertThat(one.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
      assertThat(seenBy(ada, one).device()).contains(one.device());
    }
  }

  @Test
  void aDeviceThatWasTakenOutComesBackOnlyWithAnApproval() throws Exception {
    ada.administration.revokeDevice(bo.session().membership().user(), false);
    Meeting.settle(ada, bo, cy);
    assertThat(locked(bo).reason()).isEqualTo(Locked.Reason.DEVICE_REVOKED);
    assertThat(bo.erased).hasValue(0);
    bo.organisation.useHereAgain();
    Meeting.of(bo, cy);
    assertThat(Meeting.of(bo, cy)).as("a member approves nothing").isFalse();
    assertThat(cy.administration.requests()).isEmpty();
    assertThat(Meeting.of(bo, ada)).isFalse();
    ada.administration.confirm(ada.administration.requests().get(0).id(), "");
    Meeting.connect(office, bo, ada);
    assertThat(bo.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
  }

  @Test
  void aRevokedMemberIsLockedByProofAndComesBackNever() throws Exception {
    office.unplug(bo);
    ada.administration.revoke(bo.session().membership().user(), false);
    Meeting.settle(ada, cy);
    assertThat(cy.organisation.isRevoked(bo.session().membership().user())).isTrue();
    assertThat(cy.organisation.members()).noneMatch(member -> member.name().equals("Bo"));
    assertThat(Meeting.of(bo, cy)).isFalse();
    assertThat(locked(bo).reason()).isEqualTo(Locked.Reason.REVOKED);
    assertThat(bo.erased).hasValue(0);
    assertThatThrownBy(() -> bo.organisation.useHereAgain())
        .isInstanceOf(OrganisationException.class);
  }

  @Test
  void onlyAnAdministratorsOrderErasesAProfile() throws Exception {
    ada.administration.revoke(bo.session().membership().user(), true);
    Meeting.settle(ada, bo);
    assertThat(locked(bo).reason()).isEqualTo(Locked.Reason.REVOKED);
    assertThat(bo.erased).hasValue(1);
    ada.administration.revokeDevice(cy.session().membership().user(), true);
    Meeting.settle(ada, cy);
    assertThat(cy.erased).hasValue(1);
  }

  @Test
  void policyMayWantAnAdministratorsApprovalOfEveryNewDevice() throws Exception {
    SitePolicy base = SitePolicy.DEFAULT;
    ada.administration.setPolicy(
        "",
        new SitePolicy(
            base.features(),
            true,
            base.retention(),
            base.groupCreators(),
            base.warnWithoutBeacon(),
            base.refuseWithoutBeacon(),
            base.pluginSigners()));
    Meeting.settle(ada, bo, cy);
    try (AccountMaterial backup = bo.transfer.material()) {
      Person again = restored(backup);
      Meeting.of(again, cy);
      assertThat(Meeting.of(again, cy)).isFalse();
      Meeting.settle(bo);
      assertThat(bo.organisation.standing())
          .as("who has no more than the backup ends nothing")
          .isInstanceOf(OwnStanding.Active.class);
      assertThat(Meeting.of(again, ada)).isFalse();
      MemberRequest request = ada.administration.requests().get(0);
      assertThat(request.kind()).isEqualTo(MemberRequest.Kind.TAKEOVER);
      ada.administration.confirm(request.id(), "");
      Meeting.settle(ada, bo, cy);
      assertThat(locked(bo).reason()).isEqualTo(Locked.Reason.TAKEN_OVER);
      Meeting.connect(office, again, ada);
      assertThat(again.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
    }
  }

  @Test
  void whoChangedTheDeviceBeforeThePolicyStays() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person again = restored(backup);
      Meeting.of(again, ada);
      Meeting.connect(office, again, ada);
      ada.administration.setPolicy(
          "",
          new SitePolicy(
              Map.of(),
              true,
              Optional.empty(),
              SitePolicy.GroupCreators.EVERYBODY,
              Duration.ofDays(2),
              Duration.ofDays(14),
              List.of()));
      Meeting.settle(ada, again);
      assertThat(again.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
      assertThat(seenBy(ada, again).device()).contains(again.device());
    }
  }

  @Test
  void whatARestoreBringsAlongFailsWithIt() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person fresh = keep(new Person("fresh"));
      Map<String, ?> before = fresh.storage.values();
      assertThatThrownBy(
              () ->
                  fresh.transfer.restore(
                      backup,
                      transaction -> {
                        throw new StorageException(StorageException.Reason.DISK_FULL, "full");
                      }))
          .isInstanceOf(OrganisationException.class);
      assertThat(fresh.storage.values()).isEqualTo(before);
      assertThat(fresh.organisation.standing()).isInstanceOf(OwnStanding.Outside.class);
    }
  }

  @Test
  void aBackupsPartsBelongTogether() throws Exception {
    try (AccountMaterial bos = bo.transfer.material();
        AccountMaterial cys = cy.transfer.material()) {
      AccountMaterial mixed =
          new AccountMaterial(
              bos.accountKey().copy(),
              Optional.empty(),
              bos.founding(),
              bos.organisationName(),
              bos.bootstrapAddresses(),
              cys.grant(),
              bos.record(),
              bos.statements(),
              bos.ledgerHead(),
              bos.backupId());
      assertThatThrownBy(() -> ada.transfer.inspect(mixed))
          .isInstanceOfSatisfying(
              OrganisationException.class,
              e -> assertThat(e.reason()).isEqualTo(OrganisationException.Reason.BACKUP_DAMAGED));
      assertThat(ada.transfer.inspect(bos).memberName()).isEqualTo("Bo");
    }
  }

  @Test
  void aWaitingRestoreCanBeGivenUp() throws Exception {
    try (AccountMaterial backup = bo.transfer.material()) {
      Person fresh = restored(backup);
      fresh.organisation.giveUpWaiting();
      assertThat(fresh.organisation.standing()).isInstanceOf(OwnStanding.Outside.class);
      assertThat(deviceKeys(fresh)).isEmpty();
      fresh.transfer.restore(backup, transaction -> null);
      Meeting.of(fresh, ada);
      assertThat(fresh.organisation.standing()).isInstanceOf(OwnStanding.Active.class);
    }
  }
}
