package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberChange;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining without a Welcome, RFC 9420 section 12.4.3.2. */
class ExternalCommitTest {
  private final SecureRandom random = new SecureRandom();
  private Device alice;
  private Device bob;
  private Device carol;

  @BeforeEach
  void threeMembers() {
    found(CipherSuites.DEFAULT);
  }

  private void found(int suite) {
    alice = new Device("alice", suite).create();
    bob = new Device("bob", suite);
    carol = new Device("carol", suite);
    alice.add(List.of(), List.of(bob, carol));
  }

  static byte[] groupInfo(Device member, boolean withTree) {
    GroupInfoResult result =
        member.engine.exportGroupInfo(
            member.parts(List.of()), member.tree(), member.signer, withTree);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(GroupInfoExported.class);
    return ((GroupInfoExported) result).groupInfo();
  }

  static ExternalCommitRequest request(Device joiner, byte[] groupInfo) {
    return request(joiner, groupInfo, null, false, List.of());
  }

  static ExternalCommitRequest request(
      Device joiner,
      byte[] groupInfo,
      byte @Nullable [] tree,
      boolean replacesFormerSelf,
      List<Psk> psks) {
    return new ExternalCommitRequest(
        groupInfo,
        tree,
        joiner.signer,
        List.of(Device.PRIVATE_EXTENSION),
        replacesFormerSelf,
        psks,
        Device.bytes("note"));
  }

  private ExternalCommitCreated join(Device joiner, ExternalCommitRequest request) {
    ExternalCommitResult result = joiner.engine.externalCommit(request, random, Device.NOW);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ExternalCommitCreated.class);
    ExternalCommitCreated created = (ExternalCommitCreated) result;
    joiner.enter(created.state());
    return created;
  }

  private static void assertTogether(Device... members) {
    for (Device sender : members) {
      assertThat(sender.authenticator()).isEqualTo(members[0].authenticator());
      byte[] message = sender.send("from " + sender.leaf());
      for (Device reader : members) {
        if (reader != sender) {
          assertThat(reader.read(message)).isEqualTo("from " + sender.leaf());
        }
      }
    }
    CommitCreated commit = members[members.length - 1].commit(CommitRequest.empty());
    for (Device member : members) {
      if (member == members[members.length - 1]) {
        member.enter(commit);
      } else {
        member.follow(commit.commit());
      }
      assertThat(member.authenticator()).isEqualTo(commit.state().summary().epochAuthenticator());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void oneWhoJoinsIsAMemberLikeAnyOther(int suite) {
    found(suite);
    Device dave = new Device("dave", suite);
    ExternalCommitCreated created = join(dave, request(dave, groupInfo(bob, true)));
    for (Device member : List.of(alice, bob, carol)) {
      CommitApplied applied = member.follow(created.commit());
      assertThat(applied.committerLeaf()).isEqualTo(dave.leaf());
      assertThat(applied.committerIdentity()).isEqualTo(Device.bytes("dave"));
      assertThat(applied.authenticatedData()).isEqualTo(Device.bytes("note"));
      assertThat(applied.changes()).hasSize(1);
      assertThat(applied.changes().get(0).kind()).isEqualTo(MemberChange.Kind.ADDED);
      assertThat(applied.changes().get(0).member().identity()).isEqualTo(Device.bytes("dave"));
    }
    assertThat(dave.state.summary().memberCount()).isEqualTo(4);
    assertThat(dave.state.treeSegment().isFull()).isTrue();
    assertTogether(alice, bob, carol, dave);
  }

  @Test
  void theTreeMayComeBesideTheGroupInfo() {
    Device dave = new Device("dave");
    byte[] info = groupInfo(alice, false);
    assertThat(info.length).isLessThan(groupInfo(alice, true).length);
    byte[] tree = alice.tree().encoded();
    ExternalCommitCreated created = join(dave, request(dave, info, tree, false, List.of()));
    for (Device member : List.of(alice, bob, carol)) {
      member.follow(created.commit());
    }
    assertTogether(alice, bob, carol, dave);
  }

  @Test
  void theFirstBlankLeafIsTaken() {
    CommitCreated removal = alice.commit(CommitRequest.empty().removing(List.of(bob.leaf())));
    alice.enter(removal);
    carol.follow(removal.commit());
    Device dave = new Device("dave");
    ExternalCommitCreated created = join(dave, request(dave, groupInfo(carol, true)));
    assertThat(dave.leaf()).isEqualTo(1);
    alice.follow(created.commit());
    carol.follow(created.commit());
    assertTogether(alice, carol, dave);
  }

  @Test
  void aGroupOfOneIsJoined() {
    Device founder = new Device("founder").create();
    Device dave = new Device("dave");
    ExternalCommitCreated created = join(dave, request(dave, groupInfo(founder, true)));
    founder.follow(created.commit());
    assertTogether(founder, dave);
  }

  @Test
  void aMemberWhoLostItsStateComesBackInItsOwnPlace() {
    byte[] info = groupInfo(alice, true);
    Psk.Resumption proof = bob.engine.resumptionPsk(bob.state.epoch(), bob.state.secrets());
    int place = bob.leaf();
    ExternalCommitCreated created = join(bob, request(bob, info, null, true, List.of((Psk) proof)));
    assertThat(bob.leaf()).isEqualTo(place);
    CommitApplied applied = alice.follow(created.commit());
    carol.follow(created.commit());
    Map<MemberChange.Kind, Integer> changes =
        applied.changes().stream()
            .collect(Collectors.toMap(RosterChange::kind, change -> change.member().leaf()));
    assertThat(changes)
        .containsOnly(
            Map.entry(MemberChange.Kind.REMOVED, place), Map.entry(MemberChange.Kind.ADDED, place));
    assertTogether(alice, bob, carol);
  }

  @Test
  void theFormerSelfIsOutOnceTheNewOneIsIn() {
    Device again = new Device("bob");
    ExternalCommitCreated created =
        join(again, request(again, groupInfo(alice, true), null, true, List.of()));
    assertThat(bob.follow(created.commit()).selfRemoved()).isTrue();
    alice.follow(created.commit());
    carol.follow(created.commit());
    assertThat(bob.receive(again.send("without you"))).isInstanceOf(WrongEpoch.class);
    assertTogether(alice, carol, again);
  }

  @Test
  void externalPskMustBeKnownToTheMembers() {
    Psk.External psk =
        new Psk.External(Device.bytes("id"), Secret.owning(Device.bytes("sixteen octets..")));
    Device dave = new Device("dave");
    ExternalCommitCreated created =
        join(dave, request(dave, groupInfo(alice, true), null, false, List.of((Psk) psk)));
    ProcessResult without = alice.peek(created.commit(), List.of());
    assertThat(((Rejected) without).reason()).isEqualTo(Reason.UNKNOWN_PSK);
    for (Device member : List.of(alice, bob, carol)) {
      member.follow(created.commit(), List.of(psk));
    }
    assertTogether(alice, bob, carol, dave);
  }

  @Test
  void oneGroupInfoServesOneJoin() {
    byte[] info = groupInfo(alice, true);
    Device dave = new Device("dave");
    Device erin = new Device("erin");
    byte[] first = join(dave, request(dave, info)).commit();
    byte[] second = join(erin, request(erin, info)).commit();
    alice.follow(first);
    assertThat(alice.peek(second, List.of())).isInstanceOf(WrongEpoch.class);
  }

  @Test
  void anExternalCommitLosesToARivalAndChangesNothing() {
    byte[] info = groupInfo(alice, true);
    Device dave = new Device("dave");
    byte[] external = join(dave, request(dave, info)).commit();
    assertThat(alice.peek(external, List.of())).isInstanceOf(CommitApplied.class);
    CommitCreated rival = bob.commit(CommitRequest.empty());
    bob.enter(rival);
    alice.follow(rival.commit());
    carol.follow(rival.commit());
    assertTogether(alice, bob, carol);
  }

  @Test
  void theSameRequestTwiceGivesTwoCommitsOfWhichEitherServes() {
    Device dave = new Device("dave");
    ExternalCommitRequest request = request(dave, groupInfo(alice, true));
    ExternalCommitCreated first = join(dave, request);
    ExternalCommitCreated second = join(dave, request);
    assertThat(first.commit()).isNotEqualTo(second.commit());
    dave.enter(first.state());
    for (Device member : List.of(alice, bob, carol)) {
      member.follow(first.commit());
    }
    assertTogether(alice, bob, carol, dave);
  }

  @Test
  void manyJoinOneAfterAnother() {
    List<Device> members = new ArrayList<>(List.of(alice, bob, carol));
    for (int i = 0; i < 6; i++) {
      Device next = new Device("joiner " + i);
      Device teller = members.get(random.nextInt(members.size()));
      ExternalCommitCreated created = join(next, request(next, groupInfo(teller, true)));
      members.forEach(member -> member.follow(created.commit()));
      members.add(next);
    }
    RatchetTree tree = alice.tree();
    assertThat(tree.memberCount()).isEqualTo(9);
    assertTogether(members.toArray(new Device[0]));
  }
}
