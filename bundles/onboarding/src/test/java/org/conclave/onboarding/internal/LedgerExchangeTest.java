package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.Admission;
import org.conclave.onboarding.internal.ledger.LedgerGossip;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.LedgerAnnouncement;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.conclave.proto.wire.v1.LedgerRequest;
import org.conclave.proto.wire.v1.LedgerResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How members come to hold the same ledger: gossip, and comparison on each connection. */
class LedgerExchangeTest {
  private final List<Person> people = new ArrayList<>();
  private final Office office = new Office();
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

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private static boolean agree(Person one, Person other) {
    return one.session().ledger().head().equals(other.session().ledger().head());
  }

  private static void settle(Person... settling) throws Exception {
    for (int round = 0; round < 4; round++) {
      for (Person person : settling) {
        person.executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void comparisonGivesEachSideWhatItLacks() throws Exception {
    for (int i = 0; i < 5; i++) {
      ada.judge(keep(ada.admits("Of Ada " + i)));
      bo.judge(keep(ada.admits("Of Bo " + i)));
    }
    ada.judge(bo);
    bo.judge(ada);
    office.plugIn(ada);
    office.plugIn(bo);
    office.connect(ada, bo);
    await(() -> agree(ada, bo));
    assertThat(ada.organisation.members()).hasSize(12);
    assertThat(bo.organisation.members()).hasSize(12);
    assertThat(ada.organisation.members()).allMatch(member -> member.device().isPresent());
  }

  @Test
  void equalLedgersCostOneSmallRequest() throws Exception {
    ada.judge(bo);
    bo.judge(ada);
    office.plugIn(ada);
    office.plugIn(bo);
    office.connect(ada, bo);
    await(() -> office.requests.get() > 0);
    settle(ada, bo);
    assertThat(office.requests).hasValue(1);
    assertThat(office.requestBytes.get()).isLessThan(64);
  }

  @Test
  void anAdmissionIsAnnouncedToTheOthersOnceItIsStored() throws Exception {
    ada.judge(bo);
    bo.judge(ada);
    office.plugIn(ada);
    office.plugIn(bo);
    Person cy = keep(ada.admits("Cy"));
    ada.judge(cy);
    await(() -> bo.organisation.members().size() == 3);
    assertThat(bo.session().admissionAuthority().admitted(cy.device())).isPresent();
    assertThat(bo.storage.ledgerEntries()).hasSize(6);
  }

  @Test
  void aRedemptionFromAPeerOutlivesItsInvitation() throws Exception {
    Person cy = keep(ada.admits("Cy"));
    ada.judge(cy);
    ada.judge(bo);
    bo.judge(ada);
    bo.clock.advance(Duration.ofDays(30));
    office.plugIn(ada);
    office.plugIn(bo);
    office.connect(ada, bo);
    await(() -> agree(ada, bo));
    assertThat(bo.judge(cy)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void forgedAnnouncementsAreTheForwardersFault() throws Exception {
    Person stranger = keep(Person.founder("Mallory"));
    LedgerEntry foreign = UnverifiedEntry.parse(stranger.session().place().grant()).entry();
    Bytes announcement =
        Bytes.wrap(LedgerAnnouncement.newBuilder().addEntries(foreign).build().toByteArray());
    assertThat(ada.session().announcementReceiver().receive(Office.peer(bo), announcement))
        .isFalse();
    settle(ada);
    assertThat(ada.storage.ledgerEntries()).hasSize(2);

    Bytes genuine =
        LedgerGossip.announcement(
            List.of(
                bo.session()
                    .ledger()
                    .find(UnverifiedEntry.parse(bo.session().place().grant()).hash())
                    .orElseThrow()));
    assertThat(ada.session().announcementReceiver().receive(Office.peer(bo), genuine)).isTrue();
    await(() -> ada.organisation.members().size() == 2);
  }

  @Test
  void announcementsAreBounded() throws Exception {
    LedgerEntry entry = UnverifiedEntry.parse(bo.session().place().grant()).entry();
    LedgerAnnouncement.Builder many = LedgerAnnouncement.newBuilder();
    for (int i = 0; i < 65; i++) {
      many.addEntries(entry);
    }
    LedgerAnnouncement large =
        LedgerAnnouncement.newBuilder()
            .addEntries(
                entry.toBuilder()
                    .setStatement(
                        Signed.newBuilder().setPayload(ByteString.copyFrom(new byte[16 * 1024]))))
            .build();
    for (LedgerAnnouncement refused : List.of(many.build(), large)) {
      Bytes frame = Bytes.wrap(refused.toByteArray());
      assertThat(ada.session().announcementReceiver().receive(Office.peer(bo), frame)).isFalse();
    }
  }

  @Test
  void garbageReachesNobody() throws Exception {
    Random random = new Random(11);
    RequestHandler handler = ada.session().requestHandler();
    Bytes head = ada.session().ledger().head();
    for (int i = 0; i < 400; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      ada.session().announcementReceiver().receive(Office.peer(bo), Bytes.wrap(garbage));
      try {
        Bytes answer =
            handler
                .handle(Office.peer(bo), Bytes.wrap(garbage))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(LedgerResponse.parseFrom(answer.asByteBuffer()).getMissingCount()).isZero();
      } catch (ExecutionException malformed) {
        assertThat(malformed.getCause()).isNotInstanceOf(RuntimeException.class);
      }
    }
    settle(ada);
    assertThat(ada.session().ledger().head()).isEqualTo(head);
    assertThat(ada.storage.ledgerEntries()).hasSize(2);
  }

  @Test
  void requestsOutOfBoundsAreRefused() {
    ByteString hash = ByteString.copyFrom(new byte[32]);
    ByteString shorter = ByteString.copyFrom(new byte[31]);
    LedgerRequest.Builder tooMany = LedgerRequest.newBuilder().setFirst(hash).setLast(hash);
    for (int i = 0; i < 8193; i++) {
      tooMany.addHashes(hash);
    }
    for (LedgerRequest request :
        List.of(
            tooMany.build(),
            LedgerRequest.newBuilder().setLast(shorter).build(),
            LedgerRequest.newBuilder().setFirst(shorter).setLast(hash).build(),
            LedgerRequest.newBuilder().setFirst(hash).setLast(hash).addHashes(shorter).build(),
            LedgerRequest.newBuilder().addEntries(LedgerEntry.getDefaultInstance()).build())) {
      assertThat(
              ada.session()
                  .requestHandler()
                  .handle(Office.peer(bo), Bytes.wrap(request.toByteArray())))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .isNotInstanceOf(CompletionException.class);
    }
  }
}
