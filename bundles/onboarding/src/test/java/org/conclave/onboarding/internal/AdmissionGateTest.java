package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.proto.org.v1.DeviceRecord;
import org.conclave.proto.org.v1.JoinClaim;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.AdmissionFrame;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionGateTest {
  private final List<Person> people = new ArrayList<>();
  private Person ada;
  private Person bo;

  @BeforeEach
  void found() throws Exception {
    ada = keep(Person.founder("Ada"));
    bo = keep(ada.admits("Bo"));
  }

  private Person keep(Person person) {
    people.add(person);
    return person;
  }

  @AfterEach
  void closeAll() {
    people.forEach(Person::close);
  }

  private AdmissionAuthority gate() {
    return ada.session().admissionAuthority();
  }

  private void assertRefused(Verdict verdict, DeviceId device, Bytes frame) {
    int before = ada.storage.writes();
    List<Bytes> ledger = ada.storage.ledgerEntries();
    assertThat(gate().judge(device, frame))
        .isInstanceOfSatisfying(
            Admission.Refused.class,
            refused ->
                assertThat(refused.verdict()).as(refused.reason()).isEqualTo(verdict.getNumber()));
    assertThat(ada.storage.writes()).as("a refusal stores nothing").isEqualTo(before);
    assertThat(ada.storage.ledgerEntries()).isEqualTo(ledger);
  }

  private static AdmissionFrame parsed(Person person) throws Exception {
    return AdmissionFrame.parseFrom(person.frame().asByteBuffer());
  }

  private static Bytes bytes(AdmissionFrame frame) {
    return Bytes.wrap(frame.toByteArray());
  }

  private static SigningKey key(Person person, String name) {
    byte[] seed = person.storage.values().get("onboarding/" + name).toByteArray();
    return SigningKey.ofSeed(SecretBytes.wrap(seed));
  }

  @Test
  void newcomerAndFounderAdmitEachOther() {
    assertThat(ada.judge(bo))
        .isInstanceOfSatisfying(
            Admission.Admitted.class,
            admitted -> {
              assertThat(admitted.member().name()).isEqualTo("Bo");
              assertThat(admitted.member().device()).contains(bo.device());
              assertThat(admitted.member().self()).isFalse();
            });
    assertThat(bo.judge(ada)).isInstanceOf(Admission.Admitted.class);
    assertThat(ada.storage.ledgerEntries()).hasSize(4);
    assertThat(ada.session().ledger().head()).isEqualTo(bo.session().ledger().head());
    assertThat(gate().admitted(bo.device())).isPresent();
    assertThat(ada.organisation.members()).hasSize(2);
  }

  @Test
  void twoMembersWhoNeverMetAdmitEachOtherWithoutTheFounder() throws Exception {
    Person cy = keep(ada.admits("Cy"));
    assertThat(bo.judge(cy)).isInstanceOf(Admission.Admitted.class);
    assertThat(cy.judge(bo)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void admissionIsOnDiskBeforeItIsGiven() {
    ada.storage.failAfter(0);
    assertRefused(Verdict.REFUSED, bo.device(), bo.frame());
    assertThat(gate().admitted(bo.device())).isEmpty();
    ada.storage.repair();
    assertThat(ada.judge(bo)).isInstanceOf(Admission.Admitted.class);
    Person again = keep(new Person("Ada", ada.storage));
    assertThat(again.session().admissionAuthority().admitted(bo.device())).isPresent();
  }

  @Test
  void reconnectingStoresNothing() {
    ada.judge(bo);
    int writes = ada.storage.writes();
    assertThat(ada.judge(bo)).isInstanceOf(Admission.Admitted.class);
    assertThat(ada.storage.writes()).isEqualTo(writes);
  }

  @Test
  void listenersLearnOfAnAdmission() throws Exception {
    ada.executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
    int before = ada.changes.get();
    ada.judge(bo);
    ada.executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
    assertThat(ada.changes.get()).isEqualTo(before + 1);
  }

  @Test
  void framesOfOthersAreUselessFromAnotherPeerId() throws Exception {
    Person cy = keep(ada.admits("Cy"));
    assertRefused(Verdict.REFUSED, cy.device(), bo.frame());
    ada.judge(bo);
    assertRefused(Verdict.REFUSED, cy.device(), bo.frame());
  }

  @Test
  void borrowedGrantsAndRecordsAreRefused() throws Exception {
    Person cy = keep(ada.admits("Cy"));
    AdmissionFrame founder = parsed(ada);
    AdmissionFrame boFrame = parsed(bo);
    AdmissionFrame cyFrame = parsed(cy);
    Bytes borrowedCertificate =
        bytes(cyFrame.toBuilder().setCertificate(founder.getCertificate()).build());
    Bytes borrowedRedemption =
        bytes(cyFrame.toBuilder().setRedemption(boFrame.getRedemption()).build());
    Bytes borrowedRecord =
        bytes(cyFrame.toBuilder().setDeviceRecord(boFrame.getDeviceRecord()).build());
    for (Bytes frame : List.of(borrowedCertificate, borrowedRedemption, borrowedRecord)) {
      assertRefused(Verdict.REFUSED, cy.device(), frame);
    }
    assertRefused(Verdict.REFUSED, bo.device(), borrowedRecord);
  }

  @Test
  void anotherOrganisationIsRefused() throws Exception {
    Person stranger = keep(Person.founder("Mallory"));
    Person guest = keep(stranger.admits("Guest"));
    assertRefused(Verdict.REFUSED, stranger.device(), stranger.frame());
    assertRefused(Verdict.REFUSED, guest.device(), guest.frame());
    ByteString ours = parsed(ada).getOrgId();
    Bytes disguised = bytes(parsed(guest).toBuilder().setOrgId(ours).build());
    assertRefused(Verdict.REFUSED, guest.device(), disguised);
  }

  @Test
  void expiryCountsAtTheFirstUseOnly() throws Exception {
    Person cy = keep(ada.admits("Cy"));
    assertThat(ada.judge(bo)).isInstanceOf(Admission.Admitted.class);
    ada.clock.advance(Duration.ofDays(7).plusSeconds(1));
    assertThat(ada.judge(bo)).as("membership goes on").isInstanceOf(Admission.Admitted.class);
    assertRefused(Verdict.EXPIRED, cy.device(), cy.frame());
  }

  @Test
  void aNewcomerFromTheFutureIsNotYetValid() {
    ada.clock.advance(Duration.ofDays(-1));
    assertRefused(Verdict.NOT_YET_VALID, bo.device(), bo.frame());
  }

  @Test
  void aTokenIsBoundToTheFirstDeviceThatIsKnownToHaveUsedIt() throws Exception {
    InMemoryStorage account = new InMemoryStorage();
    InMemoryStorage copy = new InMemoryStorage();
    Person first = keep(new Person("Cy", account));
    first.organisation.accountCode();
    for (Map.Entry<String, Bytes> value : account.values().entrySet()) {
      copy.write(
          transaction -> {
            String name = value.getKey().substring("onboarding/".length());
            byte[] secret = value.getValue().toByteArray();
            transaction.keyValues().put("onboarding", name, SecretBytes.wrap(secret));
            return true;
          });
    }
    Person second = keep(new Person("Cy", copy));
    String invitation = ada.invitationFor(first);
    first.organisation.join(invitation, "");
    second.organisation.join(invitation, "");

    assertThat(ada.judge(first)).isInstanceOf(Admission.Admitted.class);
    assertRefused(Verdict.ALREADY_USED, second.device(), second.frame());
    assertThat(ada.judge(first)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void anInvitationInWrongHandsNamesTheWrongPerson() throws Exception {
    AdmissionFrame frame = parsed(bo);
    Person thief = keep(new Person("Eve"));
    thief.organisation.found("Elsewhere", "Eve");
    JoinClaim theirs = JoinClaim.parseFrom(frame.getRedemption().getClaim().getPayload());
    try (SigningKey account = key(thief, "account.key")) {
      JoinClaim claim =
          theirs.toBuilder()
              .setAccountPublicKey(ByteString.copyFrom(account.publicKey().toByteArray()))
              .setDevicePublicKey(ByteString.copyFrom(thief.device().publicKey().toByteArray()))
              .build();
      Bytes stolen =
          bytes(
              frame.toBuilder()
                  .setRedemption(
                      frame.getRedemption().toBuilder()
                          .setClaim(StatementKind.CLAIM.sign(claim, account)))
                  .build());
      assertRefused(Verdict.WRONG_PERSON, thief.device(), stolen);
    }
  }

  @Test
  void aFirstRecordHasTheKeysOfItsClaim() throws Exception {
    AdmissionFrame frame = parsed(bo);
    try (SigningKey account = key(bo, "account.key");
        SigningKey device = key(bo, "device.key");
        SigningKey otherMls = SigningKey.generate(new SecureRandom())) {
      DeviceRecord record =
          DeviceRecord.parseFrom(frame.getDeviceRecord().getPayload()).toBuilder()
              .setMlsSignatureKey(ByteString.copyFrom(otherMls.publicKey().toByteArray()))
              .build();
      Signed changed = StatementKind.RECORD.sign(record, account, device);
      assertRefused(
          Verdict.REFUSED, bo.device(), bytes(frame.toBuilder().setDeviceRecord(changed).build()));
    }
  }

  @Test
  void aNewerRecordSupersedesTheOlderDevice() throws Exception {
    ada.judge(bo);
    AdmissionFrame frame = parsed(bo);
    try (SigningKey account = key(bo, "account.key");
        SigningKey newDevice = SigningKey.generate(new SecureRandom())) {
      DeviceId newId = DeviceId.ofPublicKey(newDevice.publicKey());
      Bytes taken = bytes(takeover(frame, account, newDevice, 2));
      assertThat(gate().judge(newId, taken)).isInstanceOf(Admission.Admitted.class);
      assertThat(gate().admitted(newId)).isPresent();
      assertThat(gate().admitted(bo.device())).as("the old device is out").isEmpty();
      assertRefused(Verdict.SUPERSEDED, bo.device(), bo.frame());
      assertThat(gate().judge(newId, taken)).isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void deviceEpochsAreBoundedWithinAGeneration() throws Exception {
    AdmissionFrame frame = parsed(bo);
    try (SigningKey account = key(bo, "account.key");
        SigningKey device = SigningKey.generate(new SecureRandom())) {
      DeviceId id = DeviceId.ofPublicKey(device.publicKey());
      for (long epoch : new long[] {0, 65, Long.MAX_VALUE, -1}) {
        assertRefused(Verdict.REFUSED, id, bytes(takeover(frame, account, device, epoch)));
      }
      assertThat(gate().judge(id, bytes(takeover(frame, account, device, 64))))
          .isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void onlyAnAdministratorRaisesTheGeneration() throws Exception {
    ada.judge(bo);
    AdmissionFrame frame = parsed(bo);
    try (SigningKey account = key(bo, "account.key");
        SigningKey root = key(ada, "root.key");
        SigningKey device = SigningKey.generate(new SecureRandom())) {
      DeviceId id = DeviceId.ofPublicKey(device.publicKey());
      DeviceRecord raised =
          successor(frame, device).toBuilder()
              .setGeneration(2)
              .setDeviceEpoch(1)
              .setReason(DeviceRecord.Reason.GENERATION_RAISED)
              .build();
      Signed alone = StatementKind.RECORD.sign(raised, account, device);
      Bytes wish = bytes(frame.toBuilder().setDeviceRecord(alone).build());
      assertThat(gate().judge(id, wish))
          .isInstanceOfSatisfying(
              Admission.Refused.class,
              refused -> assertThat(refused.verdict()).isEqualTo(Verdict.WAITING_VALUE));
      assertThat(gate().admitted(bo.device())).as("a wish changes nothing").isPresent();
      Signed selfMade = StatementKind.RECORD.sign(raised, account, device, account);
      assertRefused(
          Verdict.REFUSED, id, bytes(frame.toBuilder().setDeviceRecord(selfMade).build()));
      Signed rootSigned = StatementKind.RECORD.sign(raised, account, device, root);
      assertRefused(
          Verdict.REFUSED, id, bytes(frame.toBuilder().setDeviceRecord(rootSigned).build()));
      ada.administration.confirm(ada.administration.requests().get(0).id(), "");
      assertThat(ada.administration.requests()).isEmpty();
      assertThat(gate().judge(id, wish)).isInstanceOf(Admission.Admitted.class);
    }
  }

  private static AdmissionFrame takeover(
      AdmissionFrame frame, SigningKey account, SigningKey device, long epoch) throws Exception {
    DeviceRecord record = successor(frame, device).toBuilder().setDeviceEpoch(epoch).build();
    return frame.toBuilder()
        .setDeviceRecord(StatementKind.RECORD.sign(record, account, device))
        .build();
  }

  private static DeviceRecord successor(AdmissionFrame frame, SigningKey device) throws Exception {
    return DeviceRecord.parseFrom(frame.getDeviceRecord().getPayload()).toBuilder()
        .setDevicePublicKey(ByteString.copyFrom(device.publicKey().toByteArray()))
        .setPreviousHash(ByteString.copyFrom(new byte[32]))
        .setReason(DeviceRecord.Reason.TAKEOVER)
        .build();
  }

  @Test
  void everyChangedBitOfAFrameIsRefusedOrMeansNothing() {
    Bytes frame = bo.frame();
    int headSize = 34;
    for (int i = 0; i < frame.size() - headSize; i++) {
      byte[] changed = frame.toByteArray();
      changed[i] ^= (byte) (1 << i % 8);
      assertThat(gate().judge(bo.device(), Bytes.wrap(changed)))
          .as("byte %d", i)
          .isInstanceOf(Admission.Refused.class);
    }
    assertThat(ada.storage.ledgerEntries()).hasSize(2);
  }

  @Test
  void garbageIsRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] garbage = new byte[random.nextInt(400)];
      random.nextBytes(garbage);
      assertRefused(Verdict.REFUSED, bo.device(), Bytes.wrap(garbage));
    }
    byte[] large = Arrays.copyOf(bo.frame().toByteArray(), 64 * 1024 + 1);
    assertRefused(Verdict.REFUSED, bo.device(), Bytes.wrap(large));
    assertRefused(Verdict.REFUSED, ada.device(), ada.frame());
  }

  @Test
  void aClosedGateAdmitsNobody() {
    ada.judge(bo);
    AdmissionAuthority gate = gate();
    Bytes frame = bo.frame();
    DeviceId device = bo.device();
    ada.passage.close();
    assertThat(gate.admitted(device)).isEmpty();
    assertThat(gate.judge(device, frame)).isInstanceOf(Admission.Refused.class);
  }

  @Test
  void refusalsByPeersAreExplainedToThePerson() throws Exception {
    for (Verdict verdict : Verdict.values()) {
      int number = verdict == Verdict.UNRECOGNIZED ? 99 : verdict.getNumber();
      gate().refusedBy(bo.device(), new Admission.Refused(number, "told"));
    }
    ada.executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
    ada.executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
    assertThat(ada.refusals).as("to wait is no refusal").hasSize(Verdict.values().length - 2);
    assertThat(ada.refusals).allSatisfy(message -> assertThat(message).contains(". "));
    assertThat(new HashSet<>(ada.refusals)).hasSize(8);
  }
}
