package org.conclave.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.messaging.Messenger.AddOutcome;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.messaging.MessengerException.Reason;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.proto.wire.v1.Envelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private final World world = new World();
  private Device anna;
  private Device ben;
  private Device carl;

  @BeforeEach
  void begin() throws Exception {
    anna = world.device("Anna");
    ben = world.device("Ben");
    carl = world.device("Carl");
  }

  @AfterEach
  void end() {
    world.close();
  }

  private static GroupHead head(Device device, GroupId group) throws Exception {
    return device.storage.<GroupHead, Exception>read(
        transaction -> transaction.groupStates().head(group).orElseThrow());
  }

  private static StateSnapshot tip(Device device, GroupId group) throws Exception {
    return device.storage.<StateSnapshot, Exception>read(
        transaction ->
            transaction
                .groupStates()
                .snapshot(group, transaction.groupStates().head(group).orElseThrow().tip())
                .orElseThrow());
  }

  private void assertSameState(GroupId group, Device... devices) throws Exception {
    for (Device device : devices) {
      assertThat(head(device, group).tip()).isEqualTo(head(devices[0], group).tip());
      assertThat(tip(device, group).epochAuthenticator())
          .isEqualTo(tip(devices[0], group).epochAuthenticator());
    }
  }

  private static void assertReason(Reason reason, Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            MessengerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call).satisfies(thrown -> assertReason(reason, thrown));
  }

  private static List<String> names(Device device, GroupId group) throws Exception {
    return device.messenger().participants(group).stream().map(GroupParticipant::name).toList();
  }

  @Test
  void everybodyIsInTheSameStateAfterEachAdd() throws Exception {
    GroupId group = world.group(anna, ben, carl);

    assertSameState(group, anna, ben, carl);
    assertThat(names(carl, group)).containsExactly("Anna", "Ben", "Carl");
    assertThat(carl.messenger().conversation(group).orElseThrow().name()).isEqualTo("Tea");
    assertThat(carl.messenger().conversation(group).orElseThrow().administrator()).isFalse();
    assertThat(anna.messenger().conversation(group).orElseThrow().administrator()).isTrue();
    assertThat(anna.messenger().undelivered()).isZero();
    for (Device device : List.of(anna, ben, carl)) {
      device.messenger().send(group, "from " + device.user.toHex());
      device.deliver();
    }
    for (Device device : List.of(anna, ben, carl)) {
      assertThat(device.texts(group)).hasSize(3);
    }
  }

  @Test
  void groupNameIsBounded() {
    for (String name : List.of("", "  ", "x".repeat(101), "a\nb", "a\u202eb")) {
      assertFails(Reason.INVALID_NAME, () -> anna.messenger().createGroup(name));
    }
  }

  @Test
  void onlyAnAdministratorChangesTheRoster() throws Exception {
    GroupId group = world.group(anna, ben);
    assertFails(Reason.NOT_ADMINISTRATOR, () -> ben.messenger().addMember(group, carl.user));
    assertFails(Reason.NOT_ADMINISTRATOR, () -> ben.messenger().removeMember(group, anna.user));
    assertFails(Reason.ALREADY_IN_GROUP, () -> anna.messenger().addMember(group, ben.user));
    assertFails(Reason.NO_SUCH_MEMBER, () -> anna.messenger().removeMember(group, carl.user));
    assertFails(Reason.NO_SUCH_MEMBER, () -> anna.messenger().removeMember(group, anna.user));
    UserId nobody = new UserId(Bytes.wrap(new byte[32]));
    assertFails(Reason.NO_SUCH_MEMBER, () -> anna.messenger().addMember(group, nobody));
    assertFails(
        Reason.NO_SUCH_CONVERSATION,
        () -> anna.messenger().addMember(new GroupId(nobody.value()), ben.user));
  }

  @Test
  void memberThatIsAwayIsAddedWhenItConnects() throws Exception {
    GroupId group = world.group(anna, ben);
    carl.online(false);
    assertThat(anna.messenger().addMember(group, carl.user)).isEqualTo(AddOutcome.WAITING);
    assertThat(anna.messenger().participants(group))
        .filteredOn(GroupParticipant::waiting)
        .extracting(GroupParticipant::name)
        .containsExactly("Carl");
    anna.restart();
    carl.online(true);
    anna.messaging().peerConnected(carl.peer());
    World.until("the add", () -> anna.outbox().size() == 2);
    anna.deliver();
    assertSameState(group, anna, ben, carl);
    assertThat(anna.messenger().participants(group)).noneMatch(GroupParticipant::waiting);
  }

  @Test
  void wishCanBeTakenBack() throws Exception {
    GroupId group = world.group(anna, ben);
    carl.online(false);
    anna.messenger().addMember(group, carl.user);
    anna.messenger().removeMember(group, carl.user);
    assertThat(names(anna, group)).containsExactly("Anna", "Ben");
    assertThat(anna.outbox()).isEmpty();
  }

  @Test
  void keyPackageOfAnotherDeviceThanTheLedgersIsNotUsed() throws Exception {
    GroupId group = world.group(anna, ben);
    Member real = carl.member();
    Member other =
        new Member(
            real.user(),
            real.name(),
            Role.MEMBER,
            "",
            false,
            DeviceState.ACTIVE,
            real.device(),
            Optional.of(real.user().value().concat(Bytes.wrap(new byte[32]))),
            real.mlsSignatureKey());
    world.record(other);
    assertThat(anna.messenger().addMember(group, carl.user)).isEqualTo(AddOutcome.WAITING);
    world.record(
        new Member(
            real.user(),
            real.name(),
            Role.MEMBER,
            "",
            false,
            DeviceState.ACTIVE,
            real.device(),
            real.credential(),
            Optional.of(Bytes.wrap(new byte[32]))));
    assertThat(anna.messenger().addMember(group, carl.user)).isEqualTo(AddOutcome.WAITING);
    assertThat(anna.outbox()).isEmpty();
    world.record(real);
    anna.messaging().organisationChanged();
    World.until("the add", () -> names(anna, group).size() == 3 && anna.outbox().size() == 2);
    anna.deliver();
    assertSameState(group, anna, ben, carl);
  }

  @Test
  void storageFailureAtAnyStepOfAnAddLeavesNothingHalf() throws Exception {
    GroupId group = world.group(anna, ben);
    StateId before = head(anna, group).tip();
    int failures = 0;
    while (true) {
      int failing = failures;
      anna.storage.failAtStep(failing);
      try {
        anna.messenger().addMember(group, carl.user);
        break;
      } catch (MessengerException e) {
        assertReason(Reason.STORAGE, e);
        assertThat(head(anna, group).tip()).isEqualTo(before);
        assertThat(names(anna, group)).containsExactly("Anna", "Ben");
        assertThat(anna.outbox()).isEmpty();
        failures++;
      }
    }
    assertThat(anna.storage.failurePending()).isTrue();
    assertThat(failures).isGreaterThan(8);
    anna.deliver();
    assertSameState(group, anna, ben, carl);
  }

  @Test
  void storageFailureAtAnyStepOfAJoinLeavesNothingHalf() throws Exception {
    GroupId group = anna.messenger().createGroup("Tea").group();
    anna.messenger().addMember(group, ben.user);
    world.settle();
    OutboxRow.Item.ToMember welcome = (OutboxRow.Item.ToMember) anna.outbox().get(0).item();
    Set<String> before = ben.storage.dump();
    int failures = 0;
    while (true) {
      ben.storage.failAtStep(failures);
      try {
        Device.await(ben.answer(anna, welcome.protocol(), welcome.payload()));
        break;
      } catch (AssertionError e) {
        assertThat(ben.storage.dump()).isEqualTo(before);
        failures++;
      }
    }
    assertThat(ben.storage.failurePending()).isTrue();
    assertThat(failures).isGreaterThan(6);
    assertSameState(group, anna, ben);
  }

  @Test
  void commitIsFollowedOnceHoweverOftenItComes() throws Exception {
    GroupId group = world.group(anna, ben);
    anna.messenger().addMember(group, carl.user);
    Bytes commit = anna.envelopes().get(0);
    assertThat(ben.receive(anna, commit)).isEqualTo(Receipt.COMMITTED);
    assertThat(ben.receive(anna, commit)).isEqualTo(Receipt.KNOWN);
    ben.restart();
    assertThat(ben.receive(anna, commit)).isEqualTo(Receipt.KNOWN);
    assertThat(anna.receive(ben, commit)).isEqualTo(Receipt.KNOWN);
    assertSameState(group, anna, ben);
  }

  @Test
  void engineKilledDuringACommitLosesNothing() throws Exception {
    GroupId group = world.group(anna, ben);
    anna.engine.die(2);
    anna.messenger().addMember(group, carl.user);
    Bytes commit = anna.envelopes().get(0);
    ben.engine.die(1);
    assertThat(ben.receive(anna, commit)).isEqualTo(Receipt.RETRY);
    assertThat(ben.receive(anna, commit)).isEqualTo(Receipt.COMMITTED);
    assertSameState(group, anna, ben);
  }

  @Test
  void storageFailureAtAnyStepOfACommitLeavesNothingHalf() throws Exception {
    GroupId group = world.group(anna, ben);
    anna.messenger().addMember(group, carl.user);
    Bytes commit = anna.envelopes().get(0);
    Set<String> before = ben.storage.dump();
    int failures = 0;
    ben.storage.failAtStep(failures);
    while (ben.receive(anna, commit) == Receipt.RETRY) {
      assertThat(ben.storage.dump()).isEqualTo(before);
      ben.storage.failAtStep(++failures);
    }
    assertThat(ben.storage.failurePending()).isTrue();
    assertThat(failures).isGreaterThan(6);
    assertSameState(group, anna, ben);
  }

  @Test
  void anyOrderOfCommitsAndMessagesLeadsToOneState() throws Exception {
    GroupId group = world.group(anna, ben);
    anna.messenger().send(group, "before");
    anna.messenger().addMember(group, carl.user);
    anna.messenger().send(group, "between");
    anna.messenger().removeMember(group, carl.user);
    anna.messenger().send(group, "after");
    anna.messenger().addMember(group, carl.user);
    anna.messenger().send(group, "last");
    List<Bytes> envelopes = anna.envelopes();
    assertThat(envelopes).hasSize(7);
    Random random = new Random(5);
    List<Bytes> shuffled = new ArrayList<>(envelopes);
    Collections.shuffle(shuffled, random);
    for (Bytes envelope : shuffled) {
      Receipt receipt = ben.receive(anna, envelope);
      assertThat(receipt).isIn(Receipt.COMMITTED, Receipt.WAITING, Receipt.KNOWN);
      if (random.nextBoolean()) {
        ben.restart();
      }
    }
    World.until("what waited", () -> ben.texts(group).size() == 4);
    assertThat(ben.texts(group)).containsExactlyInAnyOrder("before", "between", "after", "last");
    assertSameState(group, anna, ben);
    for (Bytes envelope : envelopes) {
      assertThat(ben.receive(anna, envelope)).isEqualTo(Receipt.KNOWN);
    }
  }

  @Test
  void whatWaitedIsProcessedWhenTheEngineComesBack() throws Exception {
    GroupId group = world.group(anna, ben);
    anna.messenger().addMember(group, carl.user);
    anna.messenger().send(group, "early");
    List<Bytes> envelopes = anna.envelopes();
    assertThat(ben.receive(anna, envelopes.get(1))).isEqualTo(Receipt.WAITING);
    assertThat(ben.receive(anna, envelopes.get(1))).isEqualTo(Receipt.WAITING);
    ben.storage.beforeEveryCommit(() -> ben.messaging().engineDeparted(ben.engine));
    assertThat(ben.receive(anna, envelopes.get(0))).isEqualTo(Receipt.COMMITTED);
    ben.storage.beforeEveryCommit(null);
    assertThat(ben.texts(group)).isEmpty();
    ben.messaging().engineArrived(ben.engine);
    World.until("what waited", () -> ben.texts(group).size() == 1);
  }

  @Test
  void removedMemberKeepsHistoryAndLosesEverySecret() throws Exception {
    GroupId group = world.group(anna, ben, carl);
    anna.messenger().send(group, "for all");
    anna.deliver();
    carl.messenger().send(group, "never delivered");
    anna.messenger().removeMember(group, carl.user);
    anna.messenger().send(group, "not for Carl");
    anna.deliver();

    assertThat(carl.messenger().conversation(group).orElseThrow().status())
        .isEqualTo(Conversation.Status.EVICTED);
    assertThat(carl.texts(group)).containsExactly("for all", "never delivered");
    assertThat(carl.outbox()).isEmpty();
    assertThat(carl.storage.dump())
        .noneMatch(line -> line.startsWith("secret ") || line.startsWith("row "));
    assertFails(Reason.EVICTED, () -> carl.messenger().send(group, "hello?"));
    assertSameState(group, anna, ben);
    assertThat(ben.texts(group)).containsExactly("for all", "not for Carl");
    assertThat(names(ben, group)).containsExactly("Anna", "Ben");
    assertThat(anna.messenger().undelivered()).isZero();
  }

  @Test
  void removedMemberLearnsOfItAlsoWhereItMissedCommitsBefore() throws Exception {
    Device dora = world.device("Dora");
    GroupId group = world.group(anna, ben, carl);
    carl.online(false);
    anna.messenger().addMember(group, dora.user);
    anna.deliver();
    anna.messenger().removeMember(group, carl.user);
    anna.deliver();
    carl.online(true);
    anna.deliver();
    assertThat(carl.messenger().conversation(group).orElseThrow().status())
        .isEqualTo(Conversation.Status.EVICTED);
    assertThat(anna.outbox()).isEmpty();
  }

  @Test
  void removedMemberIsNotWaitedForAndNotHeard() throws Exception {
    GroupId group = world.group(anna, ben, carl);
    carl.messenger().send(group, "kept back");
    Bytes keptBack = carl.envelopes().get(0);
    carl.online(false);
    anna.messenger().send(group, "hello");
    anna.messenger().removeMember(group, carl.user);
    anna.deliver();
    assertThat(anna.outbox())
        .allMatch(row -> row.item() instanceof OutboxRow.Item.ToMember)
        .hasSize(1);
    assertThat(ben.receive(carl, keptBack)).isEqualTo(Receipt.REFUSED);
    assertThat(ben.texts(group)).containsExactly("hello");
  }

  @Test
  void removedMemberComesBackByANewWelcome() throws Exception {
    GroupId group = world.group(anna, ben, carl);
    anna.messenger().send(group, "first");
    anna.deliver();
    anna.messenger().removeMember(group, carl.user);
    anna.deliver();
    anna.messenger().addMember(group, carl.user);
    anna.deliver();
    anna.messenger().send(group, "welcome back");
    anna.deliver();
    assertSameState(group, anna, ben, carl);
    assertThat(carl.texts(group)).containsExactly("first", "welcome back");
    carl.messenger().send(group, "thank you");
    carl.deliver();
    assertThat(ben.texts(group)).containsExactly("first", "welcome back", "thank you");
  }

  @Test
  void memberThatMissedItsRemovalComesBackByANewWelcome() throws Exception {
    GroupId group = world.group(anna, ben, carl);
    carl.online(false);
    anna.messenger().removeMember(group, carl.user);
    carl.online(true);
    anna.messenger().addMember(group, carl.user);
    List<OutboxRow> rows = new ArrayList<>(anna.outbox());
    OutboxRow.Item.ToMember welcome =
        (OutboxRow.Item.ToMember)
            rows.stream()
                .map(OutboxRow::item)
                .filter(
                    item ->
                        item instanceof OutboxRow.Item.ToMember to
                            && to.protocol().equals(Protocols.WELCOME))
                .findFirst()
                .orElseThrow();
    carl.ask(anna, welcome.protocol(), welcome.payload());
    assertSameState(group, anna, carl);
    anna.deliver();
    assertSameState(group, anna, ben, carl);
    assertThat(carl.messenger().conversation(group).orElseThrow().status())
        .isEqualTo(Conversation.Status.LIVE);
  }

  /** A commit by {@code device}, whatever its messenger would say of that. */
  private Envelope foreign(Device device, GroupId group, CommitProposals proposals, Device signer)
      throws Exception {
    StateSnapshot tip = tip(device, group);
    try (StateCursor cursor = new StateCursor(device.storage, group, tip, List.of())) {
      Bytes data =
          EnvelopeBinding.authenticatedData(group, tip.id(), Envelope.Class.COMMIT_REMOVAL);
      CommitOutcome.Created created =
          (CommitOutcome.Created)
              device.engine.commit(cursor, device.signer(), proposals, data, world.clock.instant());
      return Envelope.parseFrom(
          UnverifiedEnvelope.commit(
                  group,
                  tip.id(),
                  tip.epoch(),
                  Envelope.Class.COMMIT_REMOVAL,
                  created.commit(),
                  signer.user,
                  signer.signer())
              .bytes()
              .toByteArray());
    }
  }

  private static Bytes bytes(Envelope envelope) {
    return Bytes.wrap(envelope.toByteArray());
  }

  @Test
  void foreignCommitIsRefusedWithoutHarm() throws Exception {
    GroupId group = world.group(anna, ben, carl);
    Envelope foreign = foreign(carl, group, CommitProposals.removing(List.of(0)), carl);
    GroupHead before = head(ben, group);
    assertThat(ben.receive(carl, bytes(foreign))).isEqualTo(Receipt.REFUSED);
    assertThat(anna.receive(carl, bytes(foreign))).isEqualTo(Receipt.REFUSED);
    assertThat(head(ben, group).tip()).isEqualTo(before.tip());
    assertSameState(group, anna, ben, carl);
    anna.messenger().send(group, "all is well");
    anna.deliver();
    assertThat(ben.texts(group)).containsExactly("all is well");
    assertThat(carl.texts(group)).containsExactly("all is well");
  }

  @Test
  void committerCannotBeForged() throws Exception {
    GroupId group = world.group(anna, ben, carl);
    // Carl's commit under Anna's name, signed by Carl.
    Envelope own = foreign(carl, group, CommitProposals.removing(List.of(1)), carl);
    Envelope claimed = own.toBuilder().setCommitter(ProtoBytes.of(anna.user.value())).build();
    assertThat(ben.receive(carl, bytes(claimed))).isEqualTo(Receipt.REFUSED);
    // Carl's commit in an envelope that Anna did sign: her leaf is not the one that committed.
    Envelope wrapped = foreign(carl, group, CommitProposals.removing(List.of(1)), anna);
    assertThat(ben.receive(carl, bytes(wrapped))).isEqualTo(Receipt.REFUSED);
    // Anna's commit under a class that it is not of.
    Envelope honest = foreign(anna, group, CommitProposals.updating(), anna);
    assertThat(ben.receive(carl, bytes(honest))).isEqualTo(Receipt.REFUSED);
    assertSameState(group, anna, ben, carl);
    assertThat(names(ben, group)).containsExactly("Anna", "Ben", "Carl");
  }

  @Test
  void commitInAMessagesEnvelopeIsRefusedAndStillFollowedInItsOwn() throws Exception {
    GroupId group = world.group(anna, ben);
    anna.messenger().addMember(group, carl.user);
    Envelope commit = Envelope.parseFrom(anna.envelopes().get(0).toByteArray());
    Envelope disguised =
        commit.toBuilder()
            .setClass_(Envelope.Class.APPLICATION)
            .clearCommitter()
            .clearSignature()
            .build();
    assertThat(ben.receive(anna, bytes(disguised))).isEqualTo(Receipt.REFUSED);
    assertThat(ben.receive(anna, bytes(commit))).isEqualTo(Receipt.COMMITTED);
    assertSameState(group, anna, ben);
  }

  @Test
  void commitWithABrokenEnvelopeSignatureIsRefused() throws Exception {
    GroupId group = world.group(anna, ben);
    anna.messenger().addMember(group, carl.user);
    Bytes commit = anna.envelopes().get(0);
    byte[] broken = commit.toByteArray();
    broken[broken.length - 1] ^= 1;
    assertThat(ben.receive(anna, Bytes.wrap(broken))).isEqualTo(Receipt.REFUSED);
    assertThat(names(ben, group)).containsExactly("Anna", "Ben");
    assertThat(ben.receive(anna, commit)).isEqualTo(Receipt.COMMITTED);
    assertSameState(group, anna, ben);
  }

  @Test
  void secondChildOfAStateIsRefused() throws Exception {
    GroupId group = world.group(anna, ben, carl);
    Envelope rival = foreign(anna, group, CommitProposals.removing(List.of(1)), anna);
    anna.messenger().removeMember(group, carl.user);
    anna.deliver();
    assertThat(ben.receive(anna, bytes(rival))).isEqualTo(Receipt.REFUSED);
    assertSameState(group, anna, ben);
  }

  @Test
  void oldStatesAreForgotten() throws Exception {
    GroupId group = world.group(anna, ben);
    for (int i = 0; i < Retention.STATES; i++) {
      anna.messenger().addMember(group, carl.user);
      anna.messenger().removeMember(group, carl.user);
    }
    anna.deliver();
    for (Device device : List.of(anna, ben)) {
      List<StateId> states =
          device.storage.<List<StateId>, Exception>read(
              transaction -> transaction.groupStates().states(group));
      assertThat(states).hasSize(Retention.STATES);
    }
    world.clock.pass(Retention.READABLE.plus(Duration.ofDays(1)));
    ben.restart();
    World.until(
        "old states that go",
        () ->
            ben.storage
                    .<List<StateId>, Exception>read(
                        transaction -> transaction.groupStates().states(group))
                    .size()
                <= 2);
    anna.messenger().send(group, "still here");
    anna.deliver();
    assertThat(ben.texts(group)).containsExactly("still here");
  }

  @Test
  void undeliveredCiphertextOutlivesItsState() throws Exception {
    GroupId group = world.group(anna, ben);
    ben.online(false);
    anna.messenger().send(group, "for later");
    for (int i = 0; i < Retention.STATES; i++) {
      anna.messenger().addMember(group, carl.user);
      anna.messenger().removeMember(group, carl.user);
    }
    ben.online(true);
    anna.deliver();
    assertSameState(group, anna, ben);
    assertThat(ben.texts(group)).containsExactly("for later");
  }
}
