package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.proto.org.v1.InvitationText;
import org.conclave.proto.org.v1.InvitationToken;
import org.conclave.proto.org.v1.Signed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrganisationTest {
  private final List<Person> people = new ArrayList<>();

  private Person person(String name) {
    Person person = new Person(name);
    people.add(person);
    return person;
  }

  private Person founder() throws Exception {
    Person founder = Person.founder("Ada");
    people.add(founder);
    return founder;
  }

  @AfterEach
  void closeAll() {
    people.forEach(Person::close);
  }

  private static void refused(Reason reason, ThrowingCallable act) {
    OrganisationException refusal = catchThrowableOfType(OrganisationException.class, act);
    assertThat(refusal).as("refused with " + reason).isNotNull();
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
    // What happened, what it means, what to do: one word is not an explanation.
    assertThat(refusal.getMessage()).hasSizeGreaterThan(60).contains(". ").endsWith(".");
  }

  @Test
  void founderIsRootAdministratorWithADevice() throws Exception {
    Person ada = person("Ada");
    Founded founded = ada.organisation.found("  Harbour Works ", "Ada");

    OrganisationInfo info = ada.organisation.info().orElseThrow();
    assertThat(info).isEqualTo(founded.info());
    assertThat(info.name()).isEqualTo("Harbour Works");
    assertThat(info.role()).isEqualTo(Role.ROOT_ADMINISTRATOR);
    Member self = ada.organisation.member(info.self()).orElseThrow();
    assertThat(self.self()).isTrue();
    assertThat(self.device()).contains(info.device());
    assertThat(self.credential().orElseThrow().size()).isEqualTo(64);
    assertThat(self.credential()).contains(ada.session().membership().signer().credential());
    assertThat(self.mlsSignatureKey())
        .contains(ada.session().membership().signer().keys().publicKey());
  }

  @Test
  void recoveryKeyIsInTheCodeAndNowhereElse() throws Exception {
    Person ada = person("Ada");
    Founded founded = ada.organisation.found("Harbour Works", "Ada");
    String digits = founded.recoveryCode().replace("-", "");

    assertThat(founded.recoveryCode()).matches("([A-Z2-7]{5}-){11}[A-Z2-7]{3}");
    assertThat(founded.toString()).doesNotContain(founded.recoveryCode());
    Bytes recovery = base32(digits).slice(0, 32);
    Map<String, Bytes> values = ada.storage.values();
    try (SigningKey key = SigningKey.ofSeed(SecretBytes.wrap(recovery.toByteArray()))) {
      assertThat(values.get("onboarding/organisation.recovery")).isEqualTo(key.publicKey());
    }
    assertThat(values.values()).noneMatch(value -> value.toHex().contains(recovery.toHex()));
  }

  private static Bytes base32(String digits) {
    BigInteger number = BigInteger.ZERO;
    for (char digit : digits.toCharArray()) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(digit);
      number = number.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    number = number.shiftRight(digits.length() * 5 % 8);
    byte[] bytes = new byte[digits.length() * 5 / 8];
    for (int i = bytes.length - 1; i >= 0; i--, number = number.shiftRight(8)) {
      bytes[i] = number.byteValue();
    }
    return Bytes.wrap(bytes);
  }

  @Test
  void deviceKeyIsACopyOfTheKeyThatTheDeviceIdNames() throws Exception {
    Person ada = founder();
    try (SigningKey key = SigningKey.ofSeed(ada.session().membership().deviceKey())) {
      assertThat(key.publicKey()).isEqualTo(ada.device().publicKey());
    }
    assertThat(ada.session().membership().deviceKey().toByteArray()).isNotEqualTo(new byte[32]);
  }

  @Test
  void accountCodeIsTheSameEverAfter() throws Exception {
    Person bo = person("Bo");
    AccountCode code = bo.organisation.accountCode();
    assertThat(code.text()).matches("CONCLAVEID1:[A-Z2-7]{58}");
    assertThat(code.fingerprint()).matches("\\d{5}( \\d{5}){7}");
    assertThat(bo.organisation.accountCode()).isEqualTo(code);
    Person again = new Person("Bo", bo.storage);
    people.add(again);
    assertThat(again.organisation.accountCode()).isEqualTo(code);
    founder().organisation.info();
    bo.organisation.found("Harbour Works", "Bo");
    assertThat(bo.organisation.accountCode()).isEqualTo(code);
  }

  @Test
  void newcomerJoinsOfflineWithWhatThePreviewPromised() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    String invitation = ada.invitationFor(bo);

    InvitationPreview preview = bo.organisation.preview(invitation);
    assertThat(preview.organisation()).isEqualTo(ada.organisation.info().orElseThrow().id());
    assertThat(preview.organisationName()).isEqualTo("Harbour Works");
    assertThat(preview.memberName()).isEqualTo("Bo");
    assertThat(preview.bootstrapAddresses()).containsExactly(Person.ADDRESS);
    assertThat(bo.organisation.info()).as("a preview joins nothing").isEmpty();

    bo.organisation.join(invitation, "");
    OrganisationInfo info = bo.organisation.info().orElseThrow();
    assertThat(info).isEqualTo(bo.organisation.info().orElseThrow());
    assertThat(info.id()).isEqualTo(preview.organisation());
    assertThat(info.role()).isEqualTo(Role.MEMBER);
    assertThat(bo.session().membership().bootstrapAddresses()).containsExactly(Person.ADDRESS);
    assertThat(bo.organisation.members()).extracting(Member::name).containsExactly("Bo");
  }

  @Test
  void membershipSurvivesARestart() throws Exception {
    Person ada = founder();
    Person bo = ada.admits("Bo");
    people.add(bo);
    OrganisationInfo before = bo.organisation.info().orElseThrow();
    Bytes frame = bo.frame();
    Person again = new Person("Bo", bo.storage);
    people.add(again);
    assertThat(again.organisation.info()).contains(before);
    assertThat(again.frame()).isEqualTo(frame);
    assertThat(again.session().membership().signer()).isEqualTo(bo.session().membership().signer());
  }

  @Test
  void invitationToleratesBlanksAndLineBreaks() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    String mailed =
        " \r\n" + ada.invitationFor(bo).replaceAll("(.{64})", "$1\r\n\t ") + "\u00a0\u200b\n";
    bo.organisation.join(mailed, "");
    assertThat(bo.organisation.info().orElseThrow().selfName()).isEqualTo("Bo");
  }

  @Test
  void everyChangedCharacterOfAnInvitationIsRefused() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    String invitation = ada.invitationFor(bo);
    for (int i = 0; i < invitation.length(); i++) {
      for (int bit : new int[] {1, 2, 4, 0x20, 0x80}) {
        char[] changed = invitation.toCharArray();
        changed[i] ^= (char) bit;
        refused(Reason.INVITATION_UNREADABLE, () -> bo.organisation.preview(new String(changed)));
      }
    }
    for (int length = 0; length < invitation.length(); length += 7) {
      String cut = invitation.substring(0, length);
      refused(Reason.INVITATION_UNREADABLE, () -> bo.organisation.join(cut, ""));
    }
  }

  @Test
  void everyChangedByteUnderARightChecksumIsTampering() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    Bytes signed = CodeText.INVITATION.decode(ada.invitationFor(bo));
    for (int i = 0; i < signed.size(); i++) {
      byte[] changed = signed.toByteArray();
      changed[i] ^= (byte) (1 << i % 8);
      String text = CodeText.INVITATION.encode(Bytes.wrap(changed));
      refused(Reason.INVITATION_TAMPERED, () -> bo.organisation.join(text, ""));
    }
    assertThat(bo.organisation.info()).isEmpty();
  }

  @Test
  void anInvitationThatAnotherKeySignedIsRefused() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    InvitationText good =
        InvitationText.parseFrom(CodeText.INVITATION.decode(ada.invitationFor(bo)).asByteBuffer());
    InvitationToken token = InvitationToken.parseFrom(good.getToken().getPayload());
    try (SigningKey thief = SigningKey.generate(new SecureRandom())) {
      Signed forged =
          StatementKind.TOKEN.sign(token.toBuilder().setMemberName("Root").build(), thief);
      String text =
          CodeText.INVITATION.encode(
              Bytes.wrap(good.toBuilder().setToken(forged).build().toByteArray()));
      refused(Reason.INVITATION_WRONG_SIGNATURE, () -> bo.organisation.join(text, ""));
    }
  }

  @Test
  void invitationIsForOnePerson() throws Exception {
    Person ada = founder();
    String forBo = ada.invitationFor(person("Bo"));
    Person eve = person("Eve");
    refused(Reason.INVITATION_FOR_ANOTHER_PERSON, () -> eve.organisation.preview(forBo));
    eve.organisation.accountCode();
    refused(Reason.INVITATION_FOR_ANOTHER_PERSON, () -> eve.organisation.join(forBo, ""));
  }

  @Test
  void invitationEndsToTheSecond() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    String invitation = ada.invitationFor(bo, Duration.ofHours(1));
    bo.clock.advance(Duration.ofHours(1));
    assertThat(bo.organisation.preview(invitation).memberName()).isEqualTo("Bo");
    bo.clock.advance(Duration.ofSeconds(1));
    refused(Reason.INVITATION_EXPIRED, () -> bo.organisation.join(invitation, ""));
  }

  @Test
  void aClockThatIsBehindIsToldFromOneThatIsFarOff() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    String invitation = ada.invitationFor(bo);
    bo.clock.advance(Duration.ofMinutes(-59));
    assertThat(bo.organisation.preview(invitation).memberName()).isEqualTo("Bo");
    bo.clock.advance(Duration.ofHours(-5));
    refused(Reason.INVITATION_NOT_YET_VALID, () -> bo.organisation.join(invitation, ""));
    bo.clock.advance(Duration.ofDays(-1));
    refused(Reason.CLOCK, () -> bo.organisation.join(invitation, ""));
  }

  @Test
  void aMemberIsToldWhatAnInvitationIsWorth() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    String first = ada.invitationFor(bo);
    String second = ada.invitationFor(bo);
    bo.organisation.join(first, "");
    refused(Reason.ALREADY_MEMBER, () -> bo.organisation.join(first, ""));
    refused(Reason.ALREADY_MEMBER, () -> bo.organisation.join(second, ""));
    refused(Reason.ALREADY_MEMBER, () -> bo.organisation.found("Other", "Bo"));

    Person other = founder();
    String elsewhere = other.invitationFor(bo);
    refused(Reason.INVITATION_OF_ANOTHER_ORGANISATION, () -> bo.organisation.join(elsewhere, ""));

    ada.judge(bo);
    refused(Reason.INVITATION_USED, () -> ada.organisation.join(first, ""));
  }

  @Test
  void onlyWhoHoldsTheRootKeyInvites() throws Exception {
    Person ada = founder();
    Person bo = ada.admits("Bo");
    people.add(bo);
    Person cy = person("Cy");
    refused(Reason.NOT_ADMINISTRATOR, () -> bo.invitationFor(cy));
    refused(Reason.NOT_MEMBER, () -> cy.invitationFor(person("Di")));
    String account = cy.organisation.accountCode().text();
    refused(
        Reason.BEYOND_AUTHORITY,
        () ->
            ada.administration.invite(
                new InvitationRequest(
                    Optional.of(account),
                    "Cy",
                    Role.ROOT_ADMINISTRATOR,
                    "",
                    Duration.ofDays(1),
                    List.of())));
  }

  @Test
  void aWrongAccountCodeIsRefused() throws Exception {
    Person ada = founder();
    String code = person("Bo").organisation.accountCode().text();
    List<String> wrong =
        List.of(
            "",
            "hello",
            code.substring(0, 40),
            code.replace("CONCLAVEID1", "CONCLAVE1"),
            CodeText.ACCOUNT.encode(Bytes.wrap(new byte[32])),
            CodeText.ACCOUNT.encode(Bytes.wrap(new byte[31])),
            code + "A");
    for (String text : wrong) {
      refused(
          Reason.INVALID_ACCOUNT_CODE,
          () ->
              ada.administration.invite(
                  new InvitationRequest(
                      Optional.of(text), "Bo", Role.MEMBER, "", Duration.ofDays(1), List.of())));
    }
  }

  @Test
  void namesThatDeceiveAreRefused() throws Exception {
    Person ada = person("Ada");
    for (String name : List.of("", "  ", "a\nb", "abc\u202Etxt", "\u200B", "x".repeat(101))) {
      refused(Reason.INVALID_NAME, () -> ada.organisation.found(name, "Ada"));
      refused(Reason.INVALID_NAME, () -> ada.organisation.found("Harbour", name));
    }
    ada.organisation.found("Harbour", "Ada");
    String account = person("Bo").organisation.accountCode().text();
    refused(
        Reason.INVALID_NAME,
        () ->
            ada.administration.invite(
                new InvitationRequest(
                    Optional.of(account),
                    "Bo\u0000",
                    Role.MEMBER,
                    "",
                    Duration.ofDays(1),
                    List.of())));
  }

  @Test
  void anInvitationOutOfItsBoundsIsACallersMistake() throws Exception {
    Person ada = founder();
    String account = person("Bo").organisation.accountCode().text();
    for (Duration validity : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(91))) {
      assertThatThrownBy(
              () ->
                  ada.administration.invite(
                      new InvitationRequest(
                          Optional.of(account), "Bo", Role.MEMBER, "", validity, List.of())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () ->
                ada.administration.invite(
                    new InvitationRequest(
                        Optional.of(account),
                        "Bo",
                        Role.MEMBER,
                        "",
                        Duration.ofDays(1),
                        List.of("10.0.0.1"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRootKeysStatementsAreNumberedAndChained() throws Exception {
    Person ada = founder();
    Person bo = person("Bo");
    InvitationToken first = token(ada.invitationFor(bo));
    InvitationToken second = token(ada.invitationFor(bo));
    assertThat(first.getAuthority().getLink().getCounter())
        .as("the certificate was first")
        .isEqualTo(2);
    assertThat(second.getAuthority().getLink().getCounter()).isEqualTo(3);
    assertThat(Bytes.wrap(second.getAuthority().getLink().getPreviousHash().toByteArray()))
        .isEqualTo(Sha256.of(Bytes.wrap(first.toByteArray())));
    assertThat(second.getTokenId()).isNotEqualTo(first.getTokenId());
  }

  private static InvitationToken token(String invitation) throws Exception {
    Signed signed =
        InvitationText.parseFrom(CodeText.INVITATION.decode(invitation).asByteBuffer()).getToken();
    return InvitationToken.parseFrom(signed.getPayload());
  }

  @Test
  void withoutAnEngineNothingIsFounded() throws Exception {
    Person ada = person("Ada");
    ada.engine.unset(ada.engine.get());
    refused(Reason.ENGINE, () -> ada.organisation.found("Harbour", "Ada"));
    assertThat(ada.storage.values()).isEmpty();
    ada.engine.set(new IdentityEngine());
    assertThat(ada.organisation.found("Harbour", "Ada").info().name()).isEqualTo("Harbour");
  }

  @Test
  void aDiskThatFailsAtAnyPointLeavesNothingHalf() throws Exception {
    int step = 0;
    for (boolean done = false; !done; step++) {
      Person ada = person("Ada");
      ada.storage.failAfter(step);
      try {
        ada.organisation.found("Harbour", "Ada");
        done = true;
      } catch (OrganisationException failure) {
        assertThat(failure.reason()).isEqualTo(Reason.STORAGE);
        assertThat(ada.storage.values()).isEmpty();
        assertThat(ada.storage.ledgerEntries()).isEmpty();
        assertThat(ada.session).isNull();
        assertThat(ada.organisation.info()).isEmpty();
      }
    }
    assertThat(step).as("there was something to fail").isGreaterThan(10);
  }

  @Test
  void servicesAndSecretsGoWhenTheProfileIsLocked() throws Exception {
    Person ada = founder();
    MemberSession session = ada.session();
    ada.passage.close();
    assertThat(ada.session).as("withdrawn").isNull();
    assertThat(ada.organisation.info()).isEmpty();
    assertThatThrownBy(() -> session.membership().deviceKey())
        .isInstanceOf(IllegalStateException.class);
    refused(Reason.STORAGE, () -> ada.organisation.found("Other", "Ada"));
  }
}
