package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.Reason;
import org.junit.jupiter.api.Test;

/** The hybrid suite: a group like any other where it is asked for, unknown where it is not. */
class PostQuantumGroupTest {
  private static final int SUITE = CipherSuites.X_WING;

  private final SecureRandom random = new SecureRandom();
  private final MlsEngine standard = new MlsEngine();
  private final Device alice = new Device("alice", SUITE).create();
  private final Device bob = new Device("bob", SUITE);

  private static Reason rejected(Object result) {
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    return ((Rejected) result).reason();
  }

  @Test
  void aGroupLives() {
    Device carol = new Device("carol", SUITE);
    alice.add(List.of(), List.of(bob, carol));
    assertThat(carol.read(bob.send("hello"))).isEqualTo("hello");
    byte[] proposal = carol.propose(new ProposalRequest.Update());
    alice.receive(proposal);
    bob.receive(proposal);
    CommitCreated update = bob.commit(CommitRequest.empty());
    bob.enter(update);
    alice.follow(update.commit());
    carol.follow(update.commit());
    assertThat(carol.authenticator()).isEqualTo(alice.authenticator()).hasSize(48);
    CommitCreated removal = alice.commit(CommitRequest.empty().removing(List.of(bob.leaf())));
    alice.enter(removal);
    carol.follow(removal.commit());
    assertThat(bob.follow(removal.commit()).selfRemoved()).isTrue();
    assertThat(alice.read(carol.send("without bob"))).isEqualTo("without bob");
  }

  @Test
  void aGroupIsJoinedByExternalCommit() {
    alice.add(List.of(), List.of(bob));
    Device carol = new Device("carol", SUITE);
    ExternalCommitResult result =
        carol.engine.externalCommit(
            ExternalCommitTest.request(carol, ExternalCommitTest.groupInfo(alice, true)),
            random,
            Device.NOW);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ExternalCommitCreated.class);
    ExternalCommitCreated created = (ExternalCommitCreated) result;
    carol.enter(created.state());
    alice.follow(created.commit());
    bob.follow(created.commit());
    assertThat(carol.authenticator()).isEqualTo(alice.authenticator());
    assertThat(bob.read(carol.send("hello"))).isEqualTo("hello");
  }

  @Test
  void nothingIsBegunWithoutTheFlag() {
    assertThat(standard.cipherSuites()).doesNotContain(SUITE);
    assertThatThrownBy(() -> standard.createIdentity(SUITE, random))
        .isInstanceOf(IllegalArgumentException.class);
    KeyPackageRequest keyPackage =
        new KeyPackageRequest(bob.signer, Device.lifetime(), false, List.of());
    assertThatThrownBy(() -> standard.createKeyPackage(keyPackage, random))
        .isInstanceOf(IllegalArgumentException.class);
    CreateGroupRequest group =
        new CreateGroupRequest(
            Device.GROUP_ID, bob.signer, Device.lifetime(), List.of(), List.of());
    assertThatThrownBy(() -> standard.createGroup(group, random))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                standard.externalCommit(
                    ExternalCommitTest.request(bob, ExternalCommitTest.groupInfo(alice, true)),
                    random,
                    Device.NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatPeersBeginIsUnsupportedWithoutTheFlag() {
    KeyPackageBundle bundle = bob.keyPackage();
    assertThat(rejected(standard.inspectKeyPackage(bundle.keyPackage(), Device.NOW)))
        .isEqualTo(Reason.UNSUPPORTED);
    CommitCreated added = alice.commit(CommitRequest.empty().adding(List.of(bundle.keyPackage())));
    JoinRequest join =
        new JoinRequest(
            added.welcome(),
            List.of(new KeyPackagePrivate(bundle.keyPackage(), bundle.privatePart())),
            null,
            List.of());
    assertThat(rejected(standard.joinGroup(join, Device.NOW))).isEqualTo(Reason.UNSUPPORTED);
  }

  @Test
  void aGroupThatIsThereGoesOnWithoutTheFlag() {
    alice.add(List.of(), List.of(bob));
    byte[] message = alice.send("still here");
    assertThat(
            standard.process(
                bob.parts(List.copyOf(bob.rows.values())), bob.tree(), message, List.of()))
        .isInstanceOf(ApplicationMessage.class);
  }

  @Test
  void leavesListItWhereItIsOffered() throws Exception {
    Device offering =
        new Device("carol", CipherSuites.DEFAULT, new MlsEngine(OfferedSuites.WITH_POST_QUANTUM));
    assertThat(suitesOf(offering)).containsAll(CipherSuites.supported()).contains(SUITE);
    assertThat(suitesOf(new Device("dave"))).doesNotContain(SUITE);
  }

  private static List<Integer> suitesOf(Device device) throws Exception {
    return MlsMessage.decode(device.keyPackage().keyPackage(), KeyPackage.class)
        .leafNode()
        .capabilities()
        .cipherSuites();
  }
}
