package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberChange;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.TreeSegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupLifeTest {
  private Device alice;
  private Device bob;
  private Device carol;

  @BeforeEach
  void threeMembers() {
    alice = new Device("alice").create();
    bob = new Device("bob");
    carol = new Device("carol");
    alice.add(List.of(), List.of(bob, carol));
  }

  private void assertAgreement(Device... members) {
    for (Device member : members) {
      assertThat(member.authenticator()).isEqualTo(members[0].authenticator());
      assertThat(member.tree().treeHash()).isEqualTo(members[0].tree().treeHash());
    }
  }

  private static Reason rejected(Object result) {
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    return ((Rejected) result).reason();
  }

  @Test
  void membersWhoJoinedAgreeWithTheirInviter() {
    assertAgreement(alice, bob, carol);
    assertThat(carol.state.summary().memberCount()).isEqualTo(3);
    assertThat(carol.state.summary().changes()).hasSize(3);
    byte[] exported =
        alice.engine.exporter(alice.state.epoch(), alice.state.secrets(), "x", new byte[3], 20);
    assertThat(bob.engine.exporter(bob.state.epoch(), bob.state.secrets(), "x", new byte[3], 20))
        .isEqualTo(exported)
        .hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void everySuiteCarriesAGroup(int suite) {
    Device first = new Device("first", suite).create();
    Device second = new Device("second", suite);
    Device third = new Device("third", suite);
    first.add(List.of(), List.of(second));
    second.add(List.of(first), List.of(third));
    assertAgreement(first, second, third);
    assertThat(first.read(third.send("hello"))).isEqualTo("hello");
  }

  @Test
  void messagesReachEveryoneButTheSender() {
    byte[] message = alice.send("hello");
    assertThat(bob.read(message)).isEqualTo("hello");
    assertThat(carol.read(message)).isEqualTo("hello");
    assertThat(rejected(alice.receive(message))).isEqualTo(Reason.INVALID);
    assertThat(alice.read(carol.send("hi"))).isEqualTo("hi");
  }

  @Test
  void replayIsRejected() {
    byte[] message = alice.send("once");
    bob.read(message);
    assertThat(rejected(bob.receive(message))).isEqualTo(Reason.REPLAYED);
  }

  @Test
  void messagesOutOfOrderAreReadOnceEach() {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      messages.add(alice.send("m" + i));
    }
    for (int i : new int[] {3, 0, 4, 1, 2}) {
      assertThat(bob.read(messages.get(i))).isEqualTo("m" + i);
    }
    for (byte[] message : messages) {
      assertThat(rejected(bob.receive(message))).isEqualTo(Reason.REPLAYED);
    }
  }

  @Test
  void rowsThatAreDeletedAreTheOnesAboveTheSender() {
    RowKey root = new RowKey(3, Kind.TREE_NODE);
    assertThat(bob.rows.keySet()).containsExactly(root);
    bob.read(alice.send("first"));
    assertThat(bob.rows.keySet())
        .containsExactlyInAnyOrder(
            new RowKey(0, Kind.HANDSHAKE),
            new RowKey(0, Kind.APPLICATION),
            new RowKey(2, Kind.TREE_NODE),
            new RowKey(5, Kind.TREE_NODE));
  }

  @Test
  void consumedKeysCannotBeFoundInTheRowsThatAreKept() {
    Row before = bob.rows.get(new RowKey(3, Kind.TREE_NODE));
    byte[] message = alice.send("gone");
    bob.read(message);
    bob.rows.values().forEach(row -> assertThat(contains(row.data(), before.data())).isFalse());
    assertThat(rejected(bob.receive(message))).isEqualTo(Reason.REPLAYED);
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void missingRowsAreAskedFor() {
    byte[] message = alice.send("x");
    ProcessResult result = bob.engine.process(bob.parts(List.of()), bob.tree(), message, List.of());
    assertThat(result)
        .isEqualTo(
            new NeedRows(
                List.of(
                    new RowKey(0, Kind.APPLICATION),
                    new RowKey(0, Kind.TREE_NODE),
                    new RowKey(1, Kind.TREE_NODE),
                    new RowKey(3, Kind.TREE_NODE))));
    PeekResult peeked = bob.engine.peekSender(bob.state.epoch(), bob.state.secrets(), message);
    assertThat(peeked).isInstanceOf(PeekedSender.class);
    assertThat(((PeekedSender) peeked).rows()).isEqualTo(((NeedRows) result).keys());
    assertThat(((PeekedSender) peeked).generation()).isZero();
  }

  @Test
  void aMessageTooFarAheadIsRejectedAndCostsNothing() {
    for (int i = 0; i <= 1000; i++) {
      alice.send("skipped");
    }
    byte[] message = alice.send("generation 1001");
    Set<RowKey> before = Set.copyOf(bob.rows.keySet());
    assertThat(rejected(bob.receive(message))).isEqualTo(Reason.TOO_FAR_AHEAD);
    assertThat(bob.rows.keySet()).isEqualTo(before);
  }

  @Test
  void noMoreThanAThousandSkippedKeysAreKept() {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i <= 1500; i++) {
      messages.add(alice.send("m"));
    }
    bob.read(messages.get(900));
    bob.read(messages.get(1500));
    assertThat(rejected(bob.receive(messages.get(3)))).isEqualTo(Reason.REPLAYED);
    assertThat(bob.read(messages.get(899))).isEqualTo("m");
  }

  @Test
  void aDamagedCopyDoesNotBurnTheGenuineMessage() {
    byte[] message = alice.send("genuine");
    for (int i = 0; i < message.length; i++) {
      byte[] damaged = message.clone();
      damaged[i] ^= 1;
      assertThat(bob.receive(damaged)).isInstanceOfAny(Rejected.class, WrongEpoch.class);
    }
    assertThat(bob.read(message)).isEqualTo("genuine");
  }

  @Test
  void sendingTheSameTwiceNeverGivesTheSameCiphertext() {
    ProtectResult first = alice.trySend("same");
    ProtectResult again = alice.trySend("same");
    assertThat(((ProtectedMessage) first).generation())
        .isEqualTo(((ProtectedMessage) again).generation());
    assertThat(((ProtectedMessage) first).message())
        .isNotEqualTo(((ProtectedMessage) again).message());
  }

  @Test
  void paddingHidesTheLength() {
    assertThat(alice.send("a").length).isEqualTo(alice.send("abcdefgh").length);
  }

  @Test
  void commitChangesNothingAndCanBeAppliedAgain() {
    byte[] authenticator = alice.authenticator();
    CommitCreated first = alice.commit(CommitRequest.empty());
    CommitCreated second = alice.commit(CommitRequest.empty());
    assertThat(alice.authenticator()).isEqualTo(authenticator);
    NewState before = bob.state;
    bob.follow(first.commit());
    bob.enter(before);
    bob.follow(second.commit());
    alice.enter(second);
    assertAgreement(alice, bob);
  }

  @Test
  void updatePathRenewsKeysForEveryone() {
    CommitCreated created = bob.commit(CommitRequest.empty());
    assertThat(created.welcome()).isNull();
    bob.enter(created);
    CommitApplied applied = alice.follow(created.commit());
    carol.follow(created.commit());
    assertThat(applied.committerLeaf()).isEqualTo(bob.leaf());
    assertThat(applied.committerIdentity()).isEqualTo(Device.bytes("bob"));
    assertThat(applied.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.kind()).isEqualTo(MemberChange.Kind.UPDATED));
    assertAgreement(alice, bob, carol);
  }

  @Test
  void aRemovedMemberCannotReadAfter() {
    CommitCreated created = alice.commit(CommitRequest.empty().removing(List.of(carol.leaf())));
    alice.enter(created);
    bob.follow(created.commit());
    CommitApplied applied = carol.follow(created.commit());
    assertThat(applied.selfRemoved()).isTrue();
    byte[] message = alice.send("without carol");
    assertThat(bob.read(message)).isEqualTo("without carol");
    assertThat(carol.receive(message)).isInstanceOf(WrongEpoch.class);
    assertThat(alice.state.summary().memberCount()).isEqualTo(2);
  }

  @Test
  void aReplacedDeviceIsRemovedAndAddedByOneCommit() {
    Device newBob = new Device("bob");
    KeyPackageBundle bundle = newBob.keyPackage();
    CommitCreated created =
        alice.commit(
            CommitRequest.empty()
                .removing(List.of(bob.leaf()))
                .adding(List.of(bundle.keyPackage())));
    alice.enter(created);
    CommitApplied applied = carol.follow(created.commit());
    newBob.join(created, bundle);
    assertAgreement(alice, carol, newBob);
    assertThat(applied.changes().stream().map(RosterChange::kind).collect(Collectors.toSet()))
        .isEqualTo(
            Set.of(MemberChange.Kind.ADDED, MemberChange.Kind.REMOVED, MemberChange.Kind.UPDATED));
    assertThat(newBob.leaf()).isEqualTo(bob.leaf());
  }

  @Test
  void proposalsOfOthersAreCommittedByReference() {
    Device dave = new Device("dave");
    KeyPackageBundle bundle = dave.keyPackage();
    byte[] add = bob.propose(new ProposalRequest.Add(bundle.keyPackage()));
    byte[] update = carol.propose(new ProposalRequest.Update());
    for (byte[] proposal : List.of(add, update)) {
      assertThat(alice.receive(proposal)).isInstanceOf(ProposalStored.class);
    }
    bob.receive(update);
    carol.receive(add);
    assertThat(rejected(alice.trySend("too early"))).isEqualTo(Reason.INVALID);
    CommitCreated created = alice.commit(CommitRequest.empty());
    alice.enter(created);
    bob.follow(created.commit());
    carol.follow(created.commit());
    dave.join(created, bundle);
    assertAgreement(alice, bob, carol, dave);
    assertThat(dave.read(carol.send("from my new leaf"))).isEqualTo("from my new leaf");
    CommitCreated next = dave.commit(CommitRequest.empty());
    dave.enter(next);
    carol.follow(next.commit());
    assertAgreement(dave, carol);
  }

  @Test
  void externalPskMustBeKnownToAll() {
    Psk.External psk = new Psk.External(Device.bytes("id"), Secret.owning(Device.bytes("shared")));
    CommitRequest request =
        new CommitRequest(
            List.of(), List.of(), false, List.of(psk), List.of(1L), null, new byte[0], false, true);
    CommitCreated created = alice.commit(request);
    alice.enter(created);
    assertThat(rejected(bob.peek(created.commit(), List.of()))).isEqualTo(Reason.UNKNOWN_PSK);
    bob.follow(created.commit(), List.of(psk));
    assertAgreement(alice, bob);
  }

  @Test
  void aWelcomeWithPskNeedsIt() {
    Psk.External psk = new Psk.External(Device.bytes("id"), Secret.owning(Device.bytes("shared")));
    Device dave = new Device("dave");
    KeyPackageBundle bundle = dave.keyPackage();
    CommitCreated created =
        alice.commit(
            new CommitRequest(
                List.of(bundle.keyPackage()),
                List.of(),
                true,
                List.of(psk),
                List.of(),
                null,
                new byte[0],
                false,
                true));
    assertThat(rejected(dave.tryJoin(created.welcome(), bundle, List.of())))
        .isEqualTo(Reason.UNKNOWN_PSK);
    assertThat(dave.tryJoin(created.welcome(), bundle, List.of(psk))).isInstanceOf(Joined.class);
  }

  @Test
  void publicMessagesCarryCommitsToo() {
    CommitCreated created =
        alice.commit(
            new CommitRequest(
                List.of(),
                List.of(),
                true,
                List.of(),
                List.of(),
                null,
                Device.bytes("aad"),
                true,
                true));
    assertThat(created.consumed().put()).isEmpty();
    alice.enter(created);
    CommitApplied applied = bob.follow(created.commit());
    assertThat(applied.authenticatedData()).isEqualTo(Device.bytes("aad"));
    assertAgreement(alice, bob);
  }

  @Test
  void groupContextExtensionsAreReplacedForAll() {
    Extension roles = new Extension(Device.PRIVATE_EXTENSION, Device.bytes("roles"));
    CommitCreated created =
        alice.commit(
            new CommitRequest(
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(roles),
                new byte[0],
                false,
                true));
    alice.enter(created);
    bob.follow(created.commit());
    assertAgreement(alice, bob);
    assertThat(bob.state.summary().groupContextExtensions())
        .singleElement()
        .satisfies(extension -> assertThat(extension.data()).isEqualTo(Device.bytes("roles")));
  }

  @Test
  void lateMessagesOfARetiredEpochAreStillRead() {
    byte[] late = carol.send("late");
    NewState old = bob.state;
    List<Row> oldRows = List.copyOf(bob.rows.values());
    CommitCreated created = alice.commit(CommitRequest.empty());
    CommitApplied applied = bob.follow(created.commit());
    GroupState retired =
        new GroupState(old.epoch(), applied.state().retiredSecrets(), oldRows, new byte[0]);
    ProcessResult result = bob.engine.process(retired, old.tree(), late, List.of());
    assertThat(result).isInstanceOf(ApplicationMessage.class);
    assertThat(rejected(bob.engine.process(retired, old.tree(), created.commit(), List.of())))
        .isEqualTo(Reason.INVALID);
    assertThat(bob.receive(late)).isInstanceOf(WrongEpoch.class);
    assertThatThrownBy(() -> bob.engine.epochAuthenticator(applied.state().retiredSecrets()))
        .isInstanceOf(StateMismatchException.class);
  }

  @Test
  void aTreeIsRebuiltFromItsSegments() {
    NewState start = bob.state;
    CommitCreated created = alice.commit(CommitRequest.empty());
    alice.enter(created);
    bob.follow(created.commit());
    TreeSegment full = start.treeSegment();
    TreeSegment delta = bob.state.treeSegment();
    assertThat(full.isFull()).isTrue();
    assertThat(bob.engine.resolveTree(null, List.of(full, delta)).encoded())
        .isEqualTo(alice.tree().encoded());
    assertThatThrownBy(() -> bob.engine.resolveTree(null, List.of(delta, full)))
        .isInstanceOf(StateMismatchException.class);
  }

  @Test
  void aTreeOfAnotherEpochIsRefused() {
    NewState old = bob.state;
    bob.follow(alice.commit(CommitRequest.empty()).commit());
    byte[] message = carol.send("x");
    assertThatThrownBy(
            () -> bob.engine.process(bob.parts(List.of()), old.tree(), message, List.of()))
        .isInstanceOf(StateMismatchException.class);
  }

  @Test
  void aSignerWhoIsNotTheMemberIsRefused() {
    assertThatThrownBy(
            () ->
                alice.engine.commit(
                    alice.parts(List.of()),
                    alice.tree(),
                    bob.signer,
                    CommitRequest.empty(),
                    new SecureRandom(),
                    Device.NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keyPackagesTellWhoseTheyAre() {
    KeyPackageBundle bundle = bob.keyPackage();
    InspectResult result = alice.engine.inspectKeyPackage(bundle.keyPackage(), Device.NOW);
    assertThat(result).isInstanceOf(KeyPackageSummary.class);
    KeyPackageSummary summary = (KeyPackageSummary) result;
    assertThat(summary.identity()).isEqualTo(Device.bytes("bob"));
    assertThat(summary.signatureKey()).isEqualTo(bob.signer.signatureKey());
    assertThat(summary.reference()).isEqualTo(bundle.reference());
    assertThat(summary.lastResort()).isFalse();
  }

  @Test
  void headersAreReadWithoutSecrets() {
    MessageHeader header = alice.engine.header(alice.send("x")).orElseThrow();
    assertThat(header.groupId()).isEqualTo(Device.GROUP_ID);
    assertThat(header.epoch()).isEqualTo(1);
    assertThat(alice.engine.header(new byte[] {1, 2, 3})).isEmpty();
  }
}
