package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedDelegation;
import org.conclave.proto.org.v1.Authority;
import org.conclave.proto.org.v1.ChainLink;
import org.conclave.proto.org.v1.Revocation;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.AdmissionFrame;
import org.conclave.proto.wire.v1.LedgerAnnouncement;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An admitted member, or a site administrator, who turns against the organisation. */
class HostileMemberTest {
  private final List<Person> people = new ArrayList<>();
  private final Office office = new Office();
  private Person ada;
  private Person bo;
  private Person mallory;

  @BeforeEach
  void found() throws Exception {
    ada = keep(Person.founder("Ada"));
    bo = keep(ada.admits("Bo"));
    mallory = keep(ada.admits("Mallory"));
    Meeting.connect(office, ada, bo);
    Meeting.connect(office, ada, mallory);
    Meeting.connect(office, bo, mallory);
  }

  @AfterEach
  void close() {
    people.forEach(Person::close);
  }

  private Person keep(Person person) {
    people.add(person);
    return person;
  }

  private static SigningKey accountOf(Person person) {
    byte[] seed = person.storage.values().get("onboarding/account.key").toByteArray();
    return SigningKey.ofSeed(SecretBytes.wrap(seed));
  }

  /** Whether {@code to} finds what Mallory announces well-formed. */
  private boolean announce(Person to, Signed... statements) throws Exception {
    LedgerAnnouncement.Builder announcement = LedgerAnnouncement.newBuilder();
    for (Signed statement : statements) {
      announcement.addEntries(LedgerEntry.newBuilder().setStatement(statement));
    }
    boolean wellFormed =
        to.session()
            .announcementReceiver()
            .receive(Office.peer(mallory), Bytes.wrap(announcement.build().toByteArray()));
    Meeting.settle(to);
    return wellFormed;
  }

  private Revocation.Builder revocationOf(Person victim, long counter) {
    return Revocation.newBuilder()
        .setOrgId(Octets.toProto(ada.session().membership().organisation().value()))
        .setUserId(Octets.toProto(victim.session().membership().user().value()))
        .setIssuedAt(Person.START.getEpochSecond())
        .setAuthority(
            Authority.newBuilder()
                .setLink(
                    ChainLink.newBuilder()
                        .setCounter(counter)
                        .setPreviousHash(Octets.toProto(Bytes.wrap(new byte[32])))));
  }

  @Test
  void whoHoldsNoRightRevokesNobody() throws Exception {
    try (SigningKey key = accountOf(mallory)) {
      Signed forged = StatementKind.REVOCATION.sign(revocationOf(bo, 7).build(), key);
      assertThat(announce(ada, forged)).as("the forwarder answers for it").isFalse();
    }
    assertThat(ada.organisation.members()).hasSize(3);
    assertThat(ada.session().ledger().holds(Bytes.wrap(new byte[32]))).isFalse();
  }

  @Test
  void aRightThatMalloryGaveToHerselfIsNone() throws Exception {
    try (SigningKey key = accountOf(mallory)) {
      Signed own =
          StatementKind.DELEGATION.sign(
              org.conclave.proto.org.v1.Delegation.newBuilder()
                  .setOrgId(Octets.toProto(ada.session().membership().organisation().value()))
                  .setDelegateKey(Octets.toProto(key.publicKey()))
                  .setNotAfter(Person.START.plus(Duration.ofDays(9)).getEpochSecond())
                  .setIssuedAt(Person.START.getEpochSecond())
                  .setQuota(9)
                  .setAuthority(revocationOf(bo, 7).getAuthority())
                  .build(),
              key);
      Revocation.Builder revocation = revocationOf(bo, 8);
      revocation.setAuthority(revocation.getAuthority().toBuilder().setRight(own));
      Signed forged = StatementKind.REVOCATION.sign(revocation.build(), key);
      assertThat(announce(ada, own)).isFalse();
      assertThat(announce(ada, forged)).isFalse();
    }
    assertThat(ada.administration.delegations()).isEmpty();
    assertThat(ada.organisation.members()).hasSize(3);
  }

  @Test
  void aDelegateWhoSignsTwoThingsAtOnePlaceIsPutAsideUntilSomebodyDecides() throws Exception {
    Delegation right =
        ada.administration.delegate(
            new DelegationRequest(
                mallory.session().membership().user(),
                "",
                Set.of(Role.MEMBER),
                false,
                Duration.ofDays(30),
                9));
    Meeting.settle(ada, mallory, bo);
    Person cy = keep(new Person("Cy"));
    cy.organisation.join(
        mallory
            .administration
            .invite(
                new InvitationRequest(
                    Optional.of(cy.organisation.accountCode().text()),
                    "Cy",
                    Role.MEMBER,
                    "",
                    Duration.ofDays(1),
                    List.of()))
            .text(),
        "");
    assertThat(Meeting.of(cy, ada)).isTrue();

    Person di = keep(ada.admits("Di"));
    Meeting.connect(office, ada, di);
    try (SigningKey key = accountOf(mallory)) {
      Signed delegation = delegationOf(right);
      Signed one = byRight(delegation, revocationOf(di, 50), key);
      Signed other = byRight(delegation, revocationOf(bo, 50), key);
      assertThat(announce(ada, one)).isTrue();
      assertThat(ada.organisation.members()).extracting(m -> m.name()).doesNotContain("Di");
      assertThat(announce(ada, other)).as("it is evidence").isTrue();
    }
    assertThat(ada.organisation.members())
        .as("neither counts, and what came before does")
        .extracting(m -> m.name())
        .containsExactlyInAnyOrder("Ada", "Bo", "Mallory", "Di", "Cy");
    assertThat(ada.administration.contradictions())
        .extracting(Contradiction::kind)
        .contains(Contradiction.Kind.SIGNER);
    assertThat(mallory.administration.isAdministrator()).as("she has not heard").isTrue();
    ada.administration.revoke(mallory.session().membership().user(), false);
    assertThat(ada.organisation.members()).extracting(m -> m.name()).contains("Cy", "Di");
  }

  private Signed delegationOf(Delegation right) {
    return ada.session().ledger().organisation().decisions().stream()
        .filter(
            entry ->
                entry instanceof VerifiedDelegation delegation
                    && delegation.statementHash().equals(right.id()))
        .findFirst()
        .orElseThrow()
        .source()
        .entry()
        .getStatement();
  }

  private static Signed byRight(Signed right, Revocation.Builder revocation, SigningKey key) {
    return StatementKind.REVOCATION.sign(
        revocation.setAuthority(revocation.getAuthority().toBuilder().setRight(right)).build(),
        key);
  }

  @Test
  void nobodyFillsTheLedgerWithDevicesOfHerOwn() throws Exception {
    SecureRandom random = new SecureRandom();
    int before = ada.session().ledger().size();
    try (SigningKey account = accountOf(mallory)) {
      for (int i = 0; i < 40; i++) {
        SigningKey mls = SigningKey.generate(random);
        try (OwnKeys keys =
            OwnKeys.generate(random, new SignatureKeyPair(mls.publicKey(), mls.seed()))) {
          announce(
              ada,
              record(account, keys, new DeviceOrder(2 + i, 1)),
              record(account, keys, new DeviceOrder(1, 2)));
        }
      }
    }
    assertThat(ada.session().ledger().size() - before)
        .as("one proof of conflict, and no generation that nobody approved")
        .isEqualTo(2);
    assertThat(ada.storage.ledgerEntries().size()).isLessThan(before + 12);
  }

  private Signed record(SigningKey account, OwnKeys keys, DeviceOrder order) {
    return Statements.record(
        ada.session().membership().organisation(),
        account,
        keys,
        order,
        Bytes.wrap(new byte[32]),
        Bytes.EMPTY,
        Person.START);
  }

  @Test
  void anotherAccountsNewestRecordIsNotToldToWhoCannotSignForIt() throws Exception {
    try (SigningKey key = accountOf(mallory);
        SigningKey device = SigningKey.generate(new SecureRandom())) {
      Signed request =
          Statements.restoreRequest(
              ada.session().membership().organisation(), key, device.publicKey());
      UnverifiedEntry bos = UnverifiedEntry.parse(bo.session().place().record().orElseThrow());
      Bytes frame =
          Bytes.wrap(
              AdmissionFrame.newBuilder()
                  .setVersion(1)
                  .setOrgId(Octets.toProto(ada.session().membership().organisation().value()))
                  .setRestore(request)
                  .build()
                  .toByteArray());
      Admission answer =
          ada.session().admissionAuthority().judge(DeviceId.ofPublicKey(device.publicKey()), frame);
      assertThat(answer)
          .isInstanceOfSatisfying(
              Admission.Refused.class,
              refused -> assertThat(refused.proofs()).hasSize(3).doesNotContain(bos.bytes()));
      assertThat(ada.session().admissionAuthority().judge(bo.device(), frame))
          .as("a request belongs to one connection")
          .isInstanceOfSatisfying(
              Admission.Refused.class, refused -> assertThat(refused.proofs()).isEmpty());
    }
  }
}
