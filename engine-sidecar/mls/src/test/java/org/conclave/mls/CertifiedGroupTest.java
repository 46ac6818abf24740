package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberChange;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.RequiredCapabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups whose members present certificates, some of them or all, RFC 9420 section 5.3. */
class CertifiedGroupTest {
  private final TestAuthority root = TestAuthority.root();
  private final SecureRandom random = new SecureRandom();

  private Device certified(int suite) {
    return certified(suite, "member");
  }

  private Device certified(int suite, String name) {
    return new Device(root.signer(suite, name));
  }

  private static List<byte[]> chainOf(Device device) {
    return device.signer.credential().certificateChain();
  }

  private static void assertAgreement(Device... members) {
    for (Device member : members) {
      assertThat(member.authenticator()).isEqualTo(members[0].authenticator());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void everySuiteCarriesACertifiedGroup(int suite) {
    Device first = certified(suite).create();
    Device second = certified(suite);
    Device third = certified(suite);
    first.add(List.of(), List.of(second));
    second.add(List.of(first), List.of(third));
    assertAgreement(first, second, third);
    assertThat(first.read(third.send("hello"))).isEqualTo("hello");
    CommitCreated update = third.commit(CommitRequest.empty());
    third.enter(update);
    first.follow(update.commit());
    second.follow(update.commit());
    assertAgreement(first, second, third);
  }

  @Test
  void theRosterHandsOutEveryChain() {
    Device alice = certified(1).create();
    Device bob = certified(1);
    Device carol = new Device("carol");
    alice.add(List.of(), List.of(bob, carol));
    List<Member> roster = alice.engine.roster(carol.tree());
    assertThat(roster.get(1).credential().certificateChain().get(0)).isEqualTo(chainOf(bob).get(0));
    assertThat(roster.get(1).identity()).isEmpty();
    assertThat(roster.get(2).identity()).isEqualTo(Device.bytes("carol"));
    assertThat(roster.get(2).credential().certificateChain()).isEmpty();
    Member joined = carol.state.summary().changes().get(0).member();
    assertThat(joined.credential().certificateChain().get(0)).isEqualTo(chainOf(alice).get(0));
  }

  @Test
  void certificatesAndBareIdentitiesMixInOneGroup() {
    Device alice = new Device("alice").create();
    Device bob = certified(1);
    alice.add(List.of(), List.of(bob));
    Device carol = new Device("carol");
    bob.add(List.of(alice), List.of(carol));
    assertAgreement(alice, bob, carol);
    assertThat(carol.read(bob.send("hello"))).isEqualTo("hello");
    assertThat(bob.read(alice.send("hi"))).isEqualTo("hi");
  }

  /** Without a name of its own, everybody with certificates would be the former self of each. */
  @Test
  void aClientComesBackWithAnotherCertificateOfItsName() {
    Device alice = certified(1, "alice").create();
    Device bob = certified(1, "bob");
    alice.add(List.of(), List.of(bob, certified(1, "carol"), new Device("bob")));
    Device again = certified(1, "bob");
    ExternalCommitCreated created =
        again.externalCommit(ExternalCommitTest.groupInfo(alice, true), true);
    again.enter(created.state());
    CommitApplied applied = alice.follow(created.commit());
    assertThat(applied.changes())
        .extracting(RosterChange::kind)
        .containsExactlyInAnyOrder(MemberChange.Kind.REMOVED, MemberChange.Kind.ADDED);
    assertThat(again.leaf()).isEqualTo(bob.leaf());
    assertAgreement(alice, again);
  }

  @Test
  void rule7_3_newcomerWhoDoesNotSupportACredentialTypeInUse() throws Exception {
    Device alice = certified(1).create();
    CommitResult result =
        alice.tryCommit(CommitRequest.empty().adding(List.of(basicOnly(new Device("old")))));
    assertThat(result)
        .asString()
        .contains("RFC 9420 7.3", "a member does not support a credential type in use");
  }

  @Test
  void rule7_3_credentialTypeThatAMemberDoesNotSupport() throws Exception {
    Device alice = new Device("alice").create();
    CommitCreated added =
        alice.commit(CommitRequest.empty().adding(List.of(basicOnly(new Device("old")))));
    alice.enter(added);
    CommitResult result =
        alice.tryCommit(
            CommitRequest.empty().adding(List.of(certified(1).keyPackage().keyPackage())));
    assertThat(result)
        .asString()
        .contains("RFC 9420 7.3", "a member does not support a credential type in use");
  }

  @Test
  void rule7_3_requiredCredentialTypeThatANewcomerLacks() throws Exception {
    Extension required =
        new Extension(
            Extension.REQUIRED_CAPABILITIES,
            new RequiredCapabilities(List.of(), List.of(), List.of(Credential.X509)).encoded());
    Device alice = new Device("alice").create(List.of(required));
    alice.add(List.of(), List.of(new Device("bob")));
    CommitResult result =
        alice.tryCommit(CommitRequest.empty().adding(List.of(basicOnly(new Device("old")))));
    assertThat(result).asString().contains("RFC 9420 7.3", "required capability");
  }

  /** A key package of one who knows no certificates. */
  private byte[] basicOnly(Device device) throws Exception {
    CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
    MemberIdentity identity = Forger.identityOf(device, suite);
    LeafNode leaf =
        MlsMessage.decode(device.keyPackage().keyPackage(), KeyPackage.class).leafNode();
    Capabilities all = leaf.capabilities();
    Secret key = identity.signaturePrivateKey();
    LeafNode older =
        new LeafNode(
                leaf.encryptionKey(),
                leaf.signatureKey(),
                leaf.credential(),
                new Capabilities(
                    all.versions(),
                    all.cipherSuites(),
                    all.extensions(),
                    all.proposals(),
                    List.of(Credential.BASIC)),
                leaf.source(),
                leaf.extensions(),
                new byte[0])
            .signed(suite, key, new byte[0], 0);
    byte[] initKey = suite.generateKeyPair(random).publicKey();
    return new MlsMessage(
            new KeyPackage(1, suite.id(), initKey, older, Extensions.NONE, new byte[0])
                .signed(suite, key))
        .encoded();
  }
}
