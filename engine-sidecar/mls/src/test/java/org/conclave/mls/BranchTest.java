package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.tree.Extension;
import org.junit.jupiter.api.Test;

/** Groups of some of another's members, RFC 9420 section 11.3. */
class BranchTest {
  private static final byte[] BRANCH = Device.bytes("branch");

  private final SecureRandom random = new SecureRandom();
  private final ThreeMembers group = new ThreeMembers();
  private final Device alice = group.alice;
  private final Device bob = group.bob;
  private final Device carol = group.carol;

  private SuccessorResult tryBranch(
      Device creator, Predecessor old, List<KeyPackageBundle> others, List<Extension> extensions) {
    return creator.engine.branch(
        creator.continuing(old, others), BRANCH, extensions, random, Device.NOW);
  }

  /** Branches, and lets the creator go on in the branch with a device of its own. */
  private Device branch(Device creator, List<KeyPackageBundle> others, byte[][] welcome) {
    Device inBranch = new Device(new String(creator.signer.identity(), StandardCharsets.UTF_8));
    SuccessorResult result = tryBranch(inBranch, creator.asPredecessor(), others, List.of());
    assertThat(result).as(String.valueOf(result)).isInstanceOf(SuccessorCreated.class);
    inBranch.enter(((SuccessorCreated) result).state());
    welcome[0] = ((SuccessorCreated) result).welcome();
    return inBranch;
  }

  @Test
  void someMembersTalkAmongThemselvesAndTheGroupGoesOn() {
    Device carolInBranch = new Device("carol");
    KeyPackageBundle bundle = carolInBranch.keyPackage();
    byte[][] welcome = new byte[1][];
    Device aliceInBranch = branch(alice, List.of(bundle), welcome);
    JoinResult result =
        ReInitTest.tryJoin(carolInBranch, welcome[0], bundle, List.of(carol.asPredecessor()));
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Joined.class);
    carolInBranch.enter(((Joined) result).state());
    assertThat(carolInBranch.authenticator()).isEqualTo(aliceInBranch.authenticator());
    assertThat(carolInBranch.state.summary().epoch()).isEqualTo(1);
    assertThat(carolInBranch.state.summary().groupId()).isEqualTo(BRANCH);
    assertThat(aliceInBranch.read(carolInBranch.send("between us"))).isEqualTo("between us");
    assertThat(bob.read(alice.send("to all"))).isEqualTo("to all");
  }

  @Test
  void oneWhoWasNoMemberIsAskedForTheGroup() {
    Device carolInBranch = new Device("carol");
    KeyPackageBundle bundle = carolInBranch.keyPackage();
    byte[][] welcome = new byte[1][];
    branch(alice, List.of(bundle), welcome);
    JoinResult result = ReInitTest.tryJoin(carolInBranch, welcome[0], bundle, List.of());
    assertThat(result).isInstanceOf(NeedPredecessor.class);
    assertThat(((NeedPredecessor) result).reinitialised()).isFalse();
    assertThat(((NeedPredecessor) result).groupId()).isEqualTo(Device.GROUP_ID);
  }

  @Test
  void oneWhoseGroupHasGoneOnStillJoins() {
    Device carolInBranch = new Device("carol");
    KeyPackageBundle bundle = carolInBranch.keyPackage();
    byte[][] welcome = new byte[1][];
    branch(alice, List.of(bundle), welcome);
    CommitCreated commit = bob.commit(CommitRequest.empty());
    carol.follow(commit.commit());
    assertThat(
            ReInitTest.tryJoin(carolInBranch, welcome[0], bundle, List.of(carol.asPredecessor())))
        .isInstanceOf(Joined.class);
  }

  @Test
  void rule11_3_strangerInTheBranch() {
    KeyPackageBundle stranger = new Device("stranger").keyPackage();
    SuccessorResult result =
        tryBranch(new Device("alice"), alice.asPredecessor(), List.of(stranger), List.of());
    ReInitTest.assertBroken(result, "11.3", "not in the group it is branched from");
  }

  @Test
  void rule13_4_extensionThatTheOthersDoNotSupport() {
    SuccessorResult result =
        tryBranch(
            new Device("alice"),
            alice.asPredecessor(),
            List.of(new Device("bob").keyPackage()),
            List.of(new Extension(0xABCD, new byte[0])));
    ReInitTest.assertBroken(result, "13.4", "does not support");
  }

  @Test
  void theSignerMustBeOfTheSameSuite() {
    Device other = new Device("alice", 3);
    assertThatThrownBy(() -> tryBranch(other, alice.asPredecessor(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cipher suite");
  }
}
