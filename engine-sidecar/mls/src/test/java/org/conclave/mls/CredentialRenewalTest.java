package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.MemberChange;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.UpdatePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A member replaces the credential and the signature key of its own leaf, RFC 9420 sections 5.3.1,
 * 7.3 and 12.1.2.
 */
class CredentialRenewalTest {
  private static final long LATER = Device.NOW + 10 * 86_400;

  private final SecureRandom random = new SecureRandom();
  private final TestAuthority root = TestAuthority.root();
  private Device alice = new Device("alice");
  private Device bob = new Device("bob");
  private Device carol = new Device("carol");

  @BeforeEach
  void threeMembers() {
    found();
  }

  private void found() {
    alice.create();
    alice.add(List.of(), List.of(bob, carol));
  }

  /** Bob has certificates, the others do not. */
  private void foundWithCertificates() {
    bob = new Device(root.signer(CipherSuites.DEFAULT, "bob"));
    found();
  }

  private static TestAuthority.Contents certificateOf(String name, long from, long to) {
    TestAuthority.Contents contents = new TestAuthority.Contents().validFor(from, to);
    contents.subject = new X500Name("CN=" + name);
    return contents;
  }

  /** The certificate that is valid when the first has expired. */
  private Signer renewed(Signer client) {
    return root.renew(client, certificateOf("bob", Device.NOW - 1, Device.NOW + 86_400));
  }

  private Signer withNewKey(Device device) {
    int suite = device.signer.cipherSuite();
    SignatureKeyPair keys = device.engine.createIdentity(suite, random);
    return new Signer(suite, device.signer.credential(), keys.publicKey(), keys.privateKey());
  }

  private void assertTogether(Device... members) {
    for (Device member : members) {
      assertThat(member.authenticator()).isEqualTo(members[0].authenticator());
      String text = "by leaf " + member.leaf();
      byte[] message = member.send(text);
      for (Device other : members) {
        if (other != member) {
          assertThat(other.read(message)).isEqualTo(text);
        }
      }
    }
  }

  /** Bob commits his renewal and the others follow. */
  private CommitApplied commitAndBecome(Signer successor) {
    CommitCreated created = bob.commit(CommitRequest.empty().succeededBy(successor));
    bob.enter(created);
    bob.signer = successor;
    alice.follow(created.commit());
    return carol.follow(created.commit());
  }

  @Test
  void certificateIsRenewedByCommit() {
    foundWithCertificates();
    Signer successor = renewed(bob.signer);
    CommitApplied applied = commitAndBecome(successor);
    RosterChange change = applied.changes().get(0);
    assertThat(change.kind()).isEqualTo(MemberChange.Kind.UPDATED);
    assertThat(change.member().credential().certificateChain().get(0))
        .isEqualTo(successor.credential().certificateChain().get(0));
    assertTogether(alice, bob, carol);
  }

  @Test
  void certificateIsRenewedByUpdate() {
    foundWithCertificates();
    Signer successor = root.signer(CipherSuites.DEFAULT, "bob");
    byte[] update = bob.propose(new ProposalRequest.Update(successor));
    ProposalStored stored = (ProposalStored) alice.receive(update);
    carol.receive(update);
    assertThat(stored.proposed().member().signatureKey()).isEqualTo(successor.signatureKey());
    CommitCreated commit = carol.commit(CommitRequest.empty());
    carol.enter(commit);
    alice.follow(commit.commit());
    CommitApplied own = bob.follow(commit.commit());
    assertThat(own.changes())
        .anySatisfy(
            change ->
                assertThat(change.member().signatureKey()).isEqualTo(successor.signatureKey()));
    bob.signer = successor;
    assertTogether(alice, bob, carol);
    assertThat(carol.tree().leaf(bob.leaf()).signatureKey()).isEqualTo(successor.signatureKey());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void keyIsRenewedInEverySuite(int suite) {
    alice = new Device("alice", suite);
    bob = new Device("bob", suite);
    carol = new Device("carol", suite);
    found();
    commitAndBecome(withNewKey(bob));
    assertTogether(alice, bob, carol);
    CommitCreated next = bob.commit(CommitRequest.empty());
    bob.enter(next);
    alice.follow(next.commit());
    carol.follow(next.commit());
    assertTogether(alice, bob, carol);
  }

  /** Who joins knows the signer of the GroupInfo by the tree after the commit. */
  @Test
  void renewalGoesTogetherWithAdds() {
    Device dave = new Device("dave");
    KeyPackageBundle bundle = dave.keyPackage();
    Signer successor = withNewKey(bob);
    CommitCreated created =
        bob.commit(
            CommitRequest.empty().adding(List.of(bundle.keyPackage())).succeededBy(successor));
    bob.enter(created);
    bob.signer = successor;
    alice.follow(created.commit());
    carol.follow(created.commit());
    dave.join(created, bundle);
    assertTogether(alice, bob, carol, dave);
  }

  @Test
  void renewalThatLosesChangesNothing() {
    bob.commit(CommitRequest.empty().succeededBy(withNewKey(bob)));
    CommitCreated rival = alice.commit(CommitRequest.empty());
    alice.enter(rival);
    bob.follow(rival.commit());
    carol.follow(rival.commit());
    assertTogether(alice, bob, carol);
  }

  @Test
  void keyThatWasReplacedIsOfNoMember() {
    Signer before = bob.signer;
    commitAndBecome(withNewKey(bob));
    bob.signer = before;
    assertThatThrownBy(() -> bob.tryCommit(CommitRequest.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the member");
    assertThat(alice.peek(bob.send("by the old key"), List.of()))
        .asString()
        .contains("RFC 9420 6.1");
  }

  private void assertRefused(Signer successor, String section, String detail) {
    ThreeMembers.assertRejected(
        bob.tryCommit(CommitRequest.empty().succeededBy(successor)), section, detail);
    ThreeMembers.assertRejected(
        bob.tryPropose(new ProposalRequest.Update(successor)), section, detail);
  }

  @Test
  void rule5_3_1_successorWhoNamesAnotherClient() {
    SignatureKeyPair keys = bob.engine.createIdentity(CipherSuites.DEFAULT, random);
    Signer robert = new Signer(1, Device.bytes("robert"), keys.publicKey(), keys.privateKey());
    assertRefused(robert, "5.3.1", "another client");
    assertRefused(root.signer(1, "bob"), "5.3.1", "another client");
    foundWithCertificates();
    assertRefused(root.signer(1, "robert"), "5.3.1", "another client");
    assertRefused(
        new Signer(1, Device.bytes("bob"), keys.publicKey(), keys.privateKey()),
        "5.3.1",
        "another client");
  }

  @Test
  void rule5_3_2_successorWhoseCertificateIsNotValidNow() {
    foundWithCertificates();
    Signer expired =
        root.renew(bob.signer, certificateOf("bob", Device.NOW - 9_000, Device.NOW - 1));
    assertRefused(expired, "5.3.2", "not valid now");
    bob.now = LATER;
    assertRefused(renewed(bob.signer), "5.3.2", "not valid now");
  }

  @Test
  void rule7_3_successorWithTheKeyOfAnotherMember() {
    Signer twin =
        new Signer(
            1,
            Device.bytes("bob"),
            carol.signer.signatureKey(),
            carol.signer.signaturePrivateKey());
    assertRefused(twin, "7.3", "signature key occurs twice");
  }

  @Test
  void successorWhoseMaterialDoesNotFitIsMisuse() {
    Signer fresh = withNewKey(bob);
    Signer otherSuite = new Device("bob", 3).signer;
    Signer mixed =
        new Signer(1, fresh.credential(), fresh.signatureKey(), bob.signer.signaturePrivateKey());
    Signer certifiedForAnother =
        new Signer(
            1,
            root.signer(1, "bob").credential(),
            fresh.signatureKey(),
            fresh.signaturePrivateKey());
    for (Signer broken : List.of(otherSuite, mixed, certifiedForAnother)) {
      assertThatThrownBy(() -> bob.tryCommit(CommitRequest.empty().succeededBy(broken)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> bob.tryPropose(new ProposalRequest.Update(broken)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // What others send is held to the same.

  private LeafNode leafOf(Device device, Credential credential, LeafNodeSource source) {
    return new LeafDraft(new Forger(device).leaf(source)).credential(credential).unsigned();
  }

  @Test
  void rule5_3_1_updateThatNamesAnotherClient() {
    Forger forger = new Forger(bob);
    Credential asCarol = carol.signer.credential();
    LeafNode leaf = forger.signed(leafOf(bob, asCarol, new LeafNodeSource.InUpdate()));
    byte[] update = forger.message(new Proposal.Update(leaf), forger.self());
    ThreeMembers.assertRejected(alice.peek(update, List.of()), "5.3.1", "another client");
  }

  @Test
  void rule5_3_1_pathLeafThatNamesAnotherClient() {
    Forger forger = new Forger(bob);
    LeafNode own = bob.tree().leaf(bob.leaf());
    for (String name : List.of("carol", "bob")) {
      LeafNode leaf =
          new LeafDraft(own).credential(new Credential.Basic(Device.bytes(name))).unsigned();
      UpdatePath path =
          GenuinePath.of(
              bob,
              forger,
              leaf,
              forger.identity.signaturePrivateKey(),
              forger.context().extensions());
      boolean same = name.equals("bob");
      ThreeMembers.assertRejected(
          alice.peek(forger.commit(path), List.of()),
          same ? "12.4.2" : "5.3.1",
          same ? "confirmation tag" : "another client");
    }
  }

  /** Whose certificate expired may renew it: members who look later must agree on the commit. */
  @Test
  void expiryOfARenewalIsNotLookedAtByThoseWhoReceiveIt() {
    foundWithCertificates();
    CommitCreated created = bob.commit(CommitRequest.empty().succeededBy(renewed(bob.signer)));
    alice.now = LATER;
    assertThat(alice.follow(created.commit()).state()).isNotNull();
  }
}
