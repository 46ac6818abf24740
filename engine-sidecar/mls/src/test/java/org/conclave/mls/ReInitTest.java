package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.group.MemberChange;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.TreeSegment;
import org.junit.jupiter.api.Test;

/** A group that is ended in favour of another, RFC 9420 section 11.2. */
class ReInitTest {
  private static final byte[] NEXT_GROUP = Device.bytes("the group after it");
  private static final int NEXT_SUITE = 3;

  private final SecureRandom random = new SecureRandom();
  private final Extension note = new Extension(Device.PRIVATE_EXTENSION, new byte[] {7});
  private final ProposalRequest.ReInit reInit =
      new ProposalRequest.ReInit(NEXT_GROUP, NEXT_SUITE, List.of(note));
  private final ThreeMembers group = new ThreeMembers();
  private final Device alice = group.alice;
  private final Device bob = group.bob;
  private final Device carol = group.carol;

  private CommitResult tryEnd(Device device, ReInitRequest request) {
    return device.engine.commitReInit(
        device.parts(List.copyOf(device.rows.values())),
        device.tree(),
        device.signer,
        request,
        random,
        Device.NOW);
  }

  /** Ends the group by a commit of the first device, which the others process. */
  private void end(ReInitRequest request, Device committer, Device... others) {
    CommitResult result = tryEnd(committer, request);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(CommitCreated.class);
    CommitCreated created = (CommitCreated) result;
    assertThat(created.welcome()).isNull();
    committer.enter(created);
    for (Device other : others) {
      assertThat(other.follow(created.commit()).state().summary().reinitialised()).isTrue();
      assertThat(other.authenticator()).isEqualTo(committer.authenticator());
    }
  }

  private void endByValue() {
    end(new ReInitRequest(reInit, new byte[0], false), alice, bob, carol);
  }

  /** The same person's device as it is in the next group: a new suite takes new keys. */
  private static Device next(String name) {
    return new Device(name, NEXT_SUITE);
  }

  private SuccessorResult tryReinitialise(
      Device creator, Predecessor old, List<KeyPackageBundle> others) {
    return creator.engine.reinitialise(creator.continuing(old, others), random, Device.NOW);
  }

  private SuccessorCreated reinitialise(
      Device creator, Predecessor old, List<KeyPackageBundle> others) {
    SuccessorResult result = tryReinitialise(creator, old, others);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(SuccessorCreated.class);
    SuccessorCreated created = (SuccessorCreated) result;
    creator.enter(created.state());
    return created;
  }

  static JoinResult tryJoin(
      Device device, byte[] welcome, KeyPackageBundle bundle, List<Predecessor> predecessors) {
    return device.engine.joinGroup(
        new JoinRequest(
            welcome,
            List.of(new KeyPackagePrivate(bundle.keyPackage(), bundle.privatePart())),
            null,
            List.of(),
            predecessors),
        Device.NOW);
  }

  @Test
  void theNewGroupHasTheMembersOfTheOldAndTheParametersOfTheReInit() {
    endByValue();
    Device nextAlice = next("alice");
    Device nextBob = next("bob");
    Device nextCarol = next("carol");
    KeyPackageBundle ofAlice = nextAlice.keyPackage();
    KeyPackageBundle ofCarol = nextCarol.keyPackage();
    SuccessorCreated created =
        reinitialise(nextBob, bob.asPredecessor(), List.of(ofAlice, ofCarol));
    for (Joiner joiner :
        List.of(new Joiner(nextAlice, ofAlice, alice), new Joiner(nextCarol, ofCarol, carol))) {
      JoinResult result =
          tryJoin(
              joiner.device,
              created.welcome(),
              joiner.bundle,
              List.of(joiner.formerSelf.asPredecessor()));
      assertThat(result).as(String.valueOf(result)).isInstanceOf(Joined.class);
      joiner.device.enter(((Joined) result).state());
      assertThat(joiner.device.authenticator()).isEqualTo(nextBob.authenticator());
    }
    EpochSummary summary = nextAlice.state.summary();
    assertThat(summary.epoch()).isEqualTo(1);
    assertThat(summary.groupId()).isEqualTo(NEXT_GROUP);
    assertThat(summary.memberCount()).isEqualTo(3);
    assertThat(summary.reinitialised()).isFalse();
    assertThat(summary.groupContextExtensions().get(0).data()).isEqualTo(note.data());
    assertThat(nextBob.state.summary().changes())
        .extracting(RosterChange::kind)
        .containsOnly(MemberChange.Kind.ADDED)
        .hasSize(3);
    assertThat(nextCarol.read(nextAlice.send("hello again"))).isEqualTo("hello again");
    CommitCreated renewal = nextCarol.commit(CommitRequest.empty());
    nextBob.follow(renewal.commit());
    assertThat(nextBob.authenticator()).isEqualTo(renewal.state().summary().epochAuthenticator());
  }

  private record Joiner(Device device, KeyPackageBundle bundle, Device formerSelf) {}

  @Test
  void aReInitThatWaitsIsCommittedByReference() {
    byte[] proposal = carol.propose(reInit);
    alice.receive(proposal);
    bob.receive(proposal);
    end(new ReInitRequest(null, Device.bytes("why"), true), bob, alice, carol);
    Device nextBob = next("bob");
    List<KeyPackageBundle> others = List.of(next("alice").keyPackage(), next("carol").keyPackage());
    assertThat(reinitialise(nextBob, bob.asPredecessor(), others).state().summary().groupId())
        .isEqualTo(NEXT_GROUP);
  }

  @Test
  void anOrdinaryCommitNeverEndsTheGroup() {
    byte[] proposal = carol.propose(reInit);
    alice.receive(proposal);
    bob.receive(proposal);
    CommitCreated commit = bob.commit(CommitRequest.empty());
    assertThat(alice.follow(commit.commit()).state().summary().reinitialised()).isFalse();
    Rejected nothingWaits = (Rejected) tryEnd(alice, new ReInitRequest(null, new byte[0], false));
    assertThat(nothingWaits.detail()).contains("no ReInit waits");
  }

  @Test
  void aGroupThatEndedRefusesFurtherUse() {
    byte[] late = carol.send("sent before the end was known");
    byte[] rival = carol.commit(CommitRequest.empty()).commit();
    NewState old = alice.state;
    endByValue();
    assertRefused(alice.trySend("more"));
    assertRefused(alice.tryCommit(CommitRequest.empty()));
    assertRefused(tryEnd(alice, new ReInitRequest(reInit, new byte[0], false)));
    assertRefused(
        alice.engine.propose(
            alice.parts(List.copyOf(alice.rows.values())),
            alice.tree(),
            alice.signer,
            new ProposalRequest.Update(),
            random,
            Device.NOW));
    assertRefused(
        alice.engine.exportGroupInfo(alice.parts(List.of()), alice.tree(), alice.signer, true));
    Forger forger = new Forger(carol);
    assertRefused(
        alice.peek(forger.message(new Proposal.Remove(alice.leaf()), forger.self()), List.of()));
    assertThat(alice.peek(late, List.of())).isInstanceOf(WrongEpoch.class);
    // The end is a commit like any other: one may still go on from the state before it.
    alice.enter(old);
    assertThat(alice.follow(rival).state().summary().reinitialised()).isFalse();
  }

  private static void assertRefused(Object result) {
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    assertThat(((Rejected) result).rule()).isEqualTo("RFC 9420 12.4.2");
  }

  @Test
  void rule12_4_3_1_oneWhoCannotShowTheOldGroupDoesNotJoin() {
    endByValue();
    Device nextAlice = next("alice");
    KeyPackageBundle ofAlice = nextAlice.keyPackage();
    SuccessorCreated created =
        reinitialise(
            next("bob"), bob.asPredecessor(), List.of(ofAlice, next("carol").keyPackage()));
    JoinResult without = tryJoin(nextAlice, created.welcome(), ofAlice, List.of());
    assertThat(without).isInstanceOf(NeedPredecessor.class);
    NeedPredecessor need = (NeedPredecessor) without;
    assertThat(need.groupId()).isEqualTo(Device.GROUP_ID);
    assertThat(need.epoch()).isEqualTo(alice.state.summary().epoch());
    assertThat(need.reinitialised()).isTrue();
    Device stranger = new Device("stranger").create();
    assertThat(tryJoin(nextAlice, created.welcome(), ofAlice, List.of(stranger.asPredecessor())))
        .isInstanceOf(NeedPredecessor.class);
  }

  @Test
  void rule11_2_memberWhoIsLeftOut() {
    endByValue();
    Device nextAlice = next("alice");
    SuccessorResult result =
        tryReinitialise(next("bob"), bob.asPredecessor(), List.of(nextAlice.keyPackage()));
    assertBroken(result, "11.2", "not in the new one");
  }

  @Test
  void rule11_2_groupThatWasNotEnded() {
    SuccessorResult result =
        tryReinitialise(
            next("bob"),
            bob.asPredecessor(),
            List.of(next("alice").keyPackage(), next("carol").keyPackage()));
    assertBroken(result, "11.2", "not ended by a ReInit");
  }

  @Test
  void theSignerMustBeOfTheNewSuite() {
    endByValue();
    assertThatThrownBy(() -> tryReinitialise(bob, bob.asPredecessor(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cipher suite");
  }

  @Test
  void rule17_1_suiteThatNobodyHas() {
    ProposalRequest.ReInit unknown = new ProposalRequest.ReInit(NEXT_GROUP, 0x7777, List.of());
    CommitResult result = tryEnd(alice, new ReInitRequest(unknown, new byte[0], false));
    assertThat(((Rejected) result).reason()).isEqualTo(Reason.UNSUPPORTED);
  }

  @Test
  void aGroupOfOneIsReinitialisedWithoutAWelcome() {
    Device hermit = new Device("hermit").create();
    end(new ReInitRequest(reInit, new byte[0], false), hermit);
    SuccessorCreated created = reinitialise(next("hermit"), hermit.asPredecessor(), List.of());
    assertThat(created.welcome()).isNull();
    assertThat(created.state().summary().epoch()).isEqualTo(1);
  }

  @Test
  void theEndIsRecordedInTheStateInItsStoredForm() {
    endByValue();
    List<KeyPackageBundle> others = new ArrayList<>();
    others.add(next("alice").keyPackage());
    others.add(next("carol").keyPackage());
    Predecessor stored =
        new Predecessor(
            bob.state.epoch().clone(),
            bob.state.secrets().clone(),
            bob.engine.resolveTree(null, List.of(TreeSegment.full(bob.tree()))));
    assertThat(reinitialise(next("bob"), stored, others).state().summary().memberCount())
        .isEqualTo(3);
  }

  static void assertBroken(Object result, String section, String detail) {
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    Rejected rejected = (Rejected) result;
    assertThat(rejected.rule() + ": " + rejected.detail())
        .startsWith("RFC 9420 " + section + ":")
        .contains(detail);
  }
}
