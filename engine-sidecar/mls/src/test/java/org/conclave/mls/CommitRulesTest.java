package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.AuthData;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.RequiredCapabilities;
import org.conclave.mls.tree.UpdatePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each test has a member break exactly one rule of RFC 9420, whose section is the name's number.
 */
class CommitRulesTest {
  private Device alice;
  private Device bob;
  private Device carol;
  private Forger forger;

  @BeforeEach
  void threeMembers() {
    alice = new Device("alice").create();
    bob = new Device("bob");
    carol = new Device("carol");
    alice.add(List.of(), List.of(bob, carol));
    forger = new Forger(alice);
  }

  private void assertBroken(byte[] message, String section, String detail) {
    byte[] stateBefore = bob.state.secrets().clone();
    ProcessResult result = bob.peek(message, List.of());
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    Rejected rejected = (Rejected) result;
    assertThat(rejected.rule() + ": " + rejected.detail())
        .startsWith("RFC 9420 " + section + ":")
        .contains(detail);
    assertThat(bob.state.secrets()).isEqualTo(stateBefore);
  }

  private KeyPackage keyPackageOf(String name) throws Exception {
    return MlsMessage.decode(new Device(name).keyPackage().keyPackage(), KeyPackage.class);
  }

  private static PreSharedKeyId.External psk(int nonceLength) {
    return new PreSharedKeyId.External(Device.bytes("id"), new byte[nonceLength]);
  }

  // 6: framing.

  @Test
  void rule6_applicationDataInAPublicMessage() {
    PublicMessage proposal = forger.publicMessage(new Proposal.Remove(2), forger.self());
    PublicMessage forged =
        new PublicMessage(
            new FramedContent(
                proposal.content().groupId(),
                proposal.content().epoch(),
                proposal.content().sender(),
                new byte[0],
                new Content.ApplicationData(new byte[1])),
            proposal.auth(),
            proposal.membershipTag());
    assertBroken(new MlsMessage(forged).encoded(), "6", "application data");
  }

  @Test
  void rule6_1_signatureOfAnother() {
    byte[] message = forger.message(new Proposal.Remove(2), new Sender.Member(carol.leaf()));
    assertBroken(message, "6.1", "signature");
  }

  @Test
  void rule6_1_newMemberMayProposeNothingButItsAdd() {
    byte[] message = forger.message(new Proposal.Remove(2), new Sender.NewMemberProposal());
    assertBroken(message, "6.1", "new member");
  }

  @Test
  void rule6_2_membershipTag() {
    PublicMessage genuine = forger.publicMessage(new Proposal.Remove(2), forger.self());
    byte[] tag = genuine.membershipTag().clone();
    tag[0] ^= 1;
    PublicMessage forged = new PublicMessage(genuine.content(), genuine.auth(), tag);
    assertBroken(new MlsMessage(forged).encoded(), "6.2", "membership tag");
  }

  @Test
  void rule6_2_membershipTagCoversTheSignature() {
    PublicMessage genuine = forger.publicMessage(new Proposal.Remove(2), forger.self());
    PublicMessage forged =
        new PublicMessage(
            genuine.content(), new AuthData(new byte[64], null), genuine.membershipTag());
    assertBroken(new MlsMessage(forged).encoded(), "6.2", "membership tag");
  }

  @Test
  void rule6_3_1_paddingThatIsNotZero() throws Exception {
    Proposal remove = new Proposal.Remove(carol.leaf());
    assertThat(bob.peek(forger.privateMessage(remove, alice.leaf(), new byte[2]), List.of()))
        .isInstanceOf(ProposalStored.class);
    byte[] message = forger.privateMessage(remove, alice.leaf(), new byte[] {0, 1});
    assertBroken(message, "6.3.1", "padding");
  }

  @Test
  void rule6_3_2_senderWhoIsNotThere() throws Exception {
    Proposal remove = new Proposal.Remove(carol.leaf());
    assertBroken(forger.privateMessage(remove, 3, new byte[0]), "6.3.2", "blank");
    assertBroken(forger.privateMessage(remove, -1, new byte[0]), "6.3.2", "blank");
  }

  // 12.1: single proposals.

  @Test
  void rule12_1_2_updateThatKeepsTheEncryptionKey() {
    LeafNode same = alice.tree().leaf(alice.leaf());
    LeafNode leaf =
        forger.signed(same.renewed(same.encryptionKey(), new LeafNodeSource.InUpdate()));
    assertBroken(forger.message(new Proposal.Update(leaf), forger.self()), "7.3", "repeats");
  }

  @Test
  void rule12_1_2_updateOfTheWrongSource() {
    LeafNode leaf = forger.leaf(new LeafNodeSource.InCommit(new byte[0]));
    assertBroken(forger.message(new Proposal.Update(leaf), forger.self()), "7.3", "source");
  }

  @Test
  void rule12_1_3_removeOfABlankLeaf() {
    assertBroken(forger.message(new Proposal.Remove(3), forger.self()), "12.1.3", "blank");
    assertBroken(forger.message(new Proposal.Remove(-1), forger.self()), "12.1.3", "blank");
  }

  @Test
  void rule12_1_4_pskNonceOfTheWrongLength() {
    byte[] message = forger.message(new Proposal.PreSharedKey(psk(31)), forger.self());
    assertBroken(message, "12.1.4", "nonce");
  }

  @Test
  void rule12_1_4_pskForReinitialisation() {
    PreSharedKeyId id =
        new PreSharedKeyId.Resumption(
            PreSharedKeyId.Usage.REINIT, Device.GROUP_ID, 0, new byte[32]);
    assertBroken(forger.message(new Proposal.PreSharedKey(id), forger.self()), "12.1.4", "REINIT");
  }

  @Test
  void rule12_1_5_reInitToAnOlderVersion() {
    Proposal reInit = new Proposal.ReInit(new byte[1], 0, 1, Extensions.NONE);
    assertBroken(forger.message(reInit, forger.self()), "12.1.5", "older");
  }

  @Test
  void rule12_1_7_requiredCapabilityThatAMemberLacks() {
    Extension required =
        new Extension(
            Extension.REQUIRED_CAPABILITIES,
            new RequiredCapabilities(List.of(0xABCD), List.of(), List.of()).encoded());
    UpdatePath path =
        new UpdatePath(forger.leaf(new LeafNodeSource.InCommit(new byte[32])), List.of());
    byte[] message =
        forger.commit(path, new Proposal.GroupContextExtensions(new Extensions(List.of(required))));
    assertBroken(message, "7.3", "required capability");
  }

  @Test
  void rule12_1_7_extensionThatAMemberDoesNotSupportIsNotCommitted() {
    CommitResult result =
        alice.tryCommit(
            new CommitRequest(
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(new Extension(0xABCD, new byte[0])),
                new byte[0],
                false,
                true));
    assertThat(result).isInstanceOf(Rejected.class);
    assertThat(((Rejected) result).rule()).isEqualTo("RFC 9420 13.4");
  }

  @Test
  void rule12_1_8_externalSenderOfAGroupWithout() {
    byte[] message = forger.message(new Proposal.Remove(2), new Sender.External(0));
    assertBroken(message, "12.1.8", "no external senders");
  }

  @Test
  void rule12_1_8_externalSenderMayNotUpdate() {
    Proposal update = new Proposal.Update(forger.leaf(new LeafNodeSource.InUpdate()));
    assertBroken(forger.message(update, new Sender.External(0)), "12.1.8", "may not send");
  }

  // 12.2: lists of proposals.

  @Test
  void rule12_2_updateByTheCommitter() {
    Proposal update = new Proposal.Update(forger.leaf(new LeafNodeSource.InUpdate()));
    assertBroken(forger.commit(null, update), "12.2", "Update by the committer");
  }

  @Test
  void rule12_2_removeOfTheCommitter() {
    assertBroken(
        forger.commit(null, new Proposal.Remove(alice.leaf())), "12.2", "Remove of the committer");
  }

  @Test
  void rule12_2_twoRemovesOfOneLeaf() {
    byte[] message = forger.commit(null, new Proposal.Remove(2), new Proposal.Remove(2));
    assertBroken(message, "12.2", "one leaf");
  }

  @Test
  void rule12_2_twoAddsOfOneClient() throws Exception {
    Device dave = new Device("dave");
    Proposal first =
        new Proposal.Add(MlsMessage.decode(dave.keyPackage().keyPackage(), KeyPackage.class));
    Proposal second =
        new Proposal.Add(MlsMessage.decode(dave.keyPackage().keyPackage(), KeyPackage.class));
    assertBroken(forger.commit(null, first, second), "12.2", "one client");
  }

  @Test
  void rule12_2_addOfAMember() throws Exception {
    Proposal add =
        new Proposal.Add(MlsMessage.decode(carol.keyPackage().keyPackage(), KeyPackage.class));
    assertBroken(forger.commit(null, add), "7.3", "signature key occurs twice");
  }

  @Test
  void rule12_2_onePskTwice() {
    Proposal psk = new Proposal.PreSharedKey(psk(32));
    assertBroken(forger.commit(null, psk, psk), "12.2", "pre-shared key twice");
  }

  @Test
  void rule12_2_twoGroupContextExtensions() {
    Proposal replacement = new Proposal.GroupContextExtensions(Extensions.NONE);
    assertBroken(
        forger.commit(null, replacement, replacement), "12.2", "two GroupContextExtensions");
  }

  @Test
  void rule12_2_reInitBesideAnother() {
    Proposal reInit = new Proposal.ReInit(new byte[1], 1, 1, Extensions.NONE);
    assertBroken(forger.commit(null, reInit, new Proposal.Remove(2)), "12.2", "ReInit");
  }

  @Test
  void rule12_2_externalInitOfAMember() {
    assertBroken(
        forger.commit(null, new Proposal.ExternalInit(new byte[32])), "12.2", "ExternalInit");
  }

  @Test
  void rule12_2_externalCommitWithoutExternalInit() {
    UpdatePath path =
        new UpdatePath(forger.leaf(new LeafNodeSource.InCommit(new byte[32])), List.of());
    byte[] message = forger.message(new Commit(List.of(), path), new Sender.NewMemberCommit());
    assertBroken(message, "12.2", "0 ExternalInits");
  }

  @Test
  void rule12_2_externalCommitWithAnAdd() throws Exception {
    UpdatePath path =
        new UpdatePath(forger.leaf(new LeafNodeSource.InCommit(new byte[32])), List.of());
    List<ProposalOrRef> entries =
        List.of(new ProposalOrRef.ByValue(new Proposal.Add(keyPackageOf("dave"))));
    byte[] message = forger.message(new Commit(entries, path), new Sender.NewMemberCommit());
    assertBroken(message, "12.2", "may not hold");
  }

  // 12.4: commits.

  @Test
  void rule12_4_proposalThatIsNotKnown() {
    List<ProposalOrRef> entries = List.of(new ProposalOrRef.ByReference(new byte[32]));
    assertBroken(forger.message(new Commit(entries, null), forger.self()), "12.4", "not known");
  }

  @Test
  void rule12_4_removeWithoutAPath() {
    assertBroken(forger.commit(null, new Proposal.Remove(carol.leaf())), "12.4", "without a path");
  }

  @Test
  void rule12_4_emptyCommitWithoutAPath() {
    assertBroken(forger.commit(null), "12.4", "without a path");
  }

  @Test
  void rule12_4_2_leafOfThePathHasTheWrongSource() {
    UpdatePath path = new UpdatePath(forger.leaf(new LeafNodeSource.InUpdate()), List.of());
    assertBroken(forger.commit(path), "12.4.2", "source");
  }

  @Test
  void rule12_4_2_leafOfThePathKeepsItsEncryptionKey() {
    LeafNode same = alice.tree().leaf(alice.leaf());
    LeafNode leaf =
        forger.signed(
            same.renewed(same.encryptionKey(), new LeafNodeSource.InCommit(new byte[32])));
    assertBroken(forger.commit(new UpdatePath(leaf, List.of())), "7.3", "repeats");
  }

  @Test
  void rule7_3_leafOfThePathIsNotSignedForItsPlace() {
    LeafNode leaf = forger.leaf(new LeafNodeSource.InCommit(new byte[32]));
    LeafNode elsewhere =
        leaf.signed(forger.suite, forger.identity.signaturePrivateKey(), Device.GROUP_ID, 1);
    assertBroken(forger.commit(new UpdatePath(elsewhere, List.of())), "7.3", "signature");
  }

  @Test
  void rule7_5_pathThatIsTooShort() {
    LeafNode leaf = forger.leaf(new LeafNodeSource.InCommit(new byte[32]));
    assertBroken(forger.commit(new UpdatePath(leaf, List.of())), "7.5", "not as long");
  }

  @Test
  void rule12_4_2_keyThatOccursTwiceInThePath() {
    UpdatePath genuine = genuinePath();
    UpdatePath.PathNode first = genuine.nodes().get(0);
    UpdatePath.PathNode second =
        new UpdatePath.PathNode(
            first.encryptionKey(), genuine.nodes().get(1).encryptedPathSecret());
    UpdatePath path = new UpdatePath(genuine.leafNode(), List.of(first, second));
    assertBroken(forger.commit(path), "12.4.2", "twice");
  }

  @Test
  void rule12_4_2_keyThatIsInTheTreeAlready() {
    UpdatePath genuine = genuinePath();
    byte[] known = carol.tree().leaf(carol.leaf()).encryptionKey();
    UpdatePath.PathNode second =
        new UpdatePath.PathNode(known, genuine.nodes().get(1).encryptedPathSecret());
    UpdatePath path = new UpdatePath(genuine.leafNode(), List.of(genuine.nodes().get(0), second));
    assertBroken(forger.commit(path), "12.4.2", "in the tree already");
  }

  @Test
  void rule7_6_ciphertextForNobody() {
    UpdatePath genuine = genuinePath();
    UpdatePath.PathNode first =
        new UpdatePath.PathNode(genuine.nodes().get(0).encryptionKey(), List.of());
    UpdatePath path = new UpdatePath(genuine.leafNode(), List.of(first, genuine.nodes().get(1)));
    assertBroken(forger.commit(path), "7.6", "one ciphertext");
  }

  @Test
  void rule7_9_2_parentHashOfThePath() {
    UpdatePath genuine = genuinePath();
    LeafNode leaf =
        forger.signed(
            genuine
                .leafNode()
                .renewed(
                    genuine.leafNode().encryptionKey(), new LeafNodeSource.InCommit(new byte[32])));
    assertBroken(forger.commit(new UpdatePath(leaf, genuine.nodes())), "7.9.2", "parent hash");
  }

  @Test
  void rule12_4_2_confirmationTag() {
    // Everything else is genuine: the path is that of a commit that alice could have sent.
    assertBroken(forger.commit(genuinePath()), "12.4.2", "confirmation tag");
  }

  private UpdatePath genuinePath() {
    return GenuinePath.of(alice, forger);
  }

  // 10.1 and 7.3: key packages, as they are added.

  @Test
  void rule10_1_signatureOfAKeyPackage() throws Exception {
    KeyPackage genuine = keyPackageOf("dave");
    byte[] signature = genuine.signature().clone();
    signature[3] ^= 1;
    KeyPackage forged =
        new KeyPackage(
            1,
            genuine.cipherSuite(),
            genuine.initKey(),
            genuine.leafNode(),
            genuine.extensions(),
            signature);
    assertBroken(forger.commit(null, new Proposal.Add(forged)), "10.1", "signature");
  }

  @Test
  void rule10_1_keyPackageOfAnotherSuite() throws Exception {
    byte[] other = new Device("dave", 3).keyPackage().keyPackage();
    Proposal add = new Proposal.Add(MlsMessage.decode(other, KeyPackage.class));
    assertBroken(forger.commit(null, add), "10.1", "suite");
  }

  @Test
  void rule10_1_initKeyThatIsTheEncryptionKey() {
    Device dave = new Device("dave");
    MemberIdentity identity = Forger.identityOf(dave, forger.suite);
    LeafNode leaf = identity.newLeaf(Forger.lifetime(), List.of(), forger.random).leaf();
    KeyPackage forged =
        new KeyPackage(
                1, CipherSuites.DEFAULT, leaf.encryptionKey(), leaf, Extensions.NONE, new byte[0])
            .signed(forger.suite, identity.signaturePrivateKey());
    assertBroken(forger.commit(null, new Proposal.Add(forged)), "10.1", "init key");
  }

  @Test
  void rule7_3_signatureOfALeaf() throws Exception {
    LeafNode genuine = keyPackageOf("dave").leafNode();
    Device mallory = new Device("mallory");
    MemberIdentity identity = Forger.identityOf(mallory, forger.suite);
    LeafNode forgedLeaf =
        new LeafNode(
            genuine.encryptionKey(),
            mallory.signer.signatureKey(),
            genuine.credential(),
            genuine.capabilities(),
            genuine.source(),
            genuine.extensions(),
            genuine.signature());
    KeyPackage forged =
        new KeyPackage(
                1,
                CipherSuites.DEFAULT,
                forger.suite.generateKeyPair(forger.random).publicKey(),
                forgedLeaf,
                Extensions.NONE,
                new byte[0])
            .signed(forger.suite, identity.signaturePrivateKey());
    assertBroken(forger.commit(null, new Proposal.Add(forged)), "7.3", "signature of leaf");
  }

  @Test
  void rule7_3_extensionOfALeafThatItsCapabilitiesLack() {
    MemberIdentity identity = Forger.identityOf(new Device("dave"), forger.suite);
    LeafNode leaf = identity.newLeaf(Forger.lifetime(), List.of(), forger.random).leaf();
    LeafNode extended =
        Forger.with(leaf, new Extensions(List.of(new Extension(0xABCD, new byte[0]))))
            .signed(forger.suite, identity.signaturePrivateKey(), new byte[0], 0);
    KeyPackage forged =
        new KeyPackage(
                1,
                CipherSuites.DEFAULT,
                forger.suite.generateKeyPair(forger.random).publicKey(),
                extended,
                Extensions.NONE,
                new byte[0])
            .signed(forger.suite, identity.signaturePrivateKey());
    assertBroken(forger.commit(null, new Proposal.Add(forged)), "7.3", "43981");
  }

  @Test
  void rule7_3_lifetimeOfAKeyPackageThatIsAdded() {
    Device dave = new Device("dave");
    KeyPackageBundle old =
        dave.engine.createKeyPackage(
            new KeyPackageRequest(
                dave.signer,
                new Lifetime(1, Device.NOW - 1),
                false,
                List.of(Device.PRIVATE_EXTENSION)),
            forger.random);
    InspectResult inspected = alice.engine.inspectKeyPackage(old.keyPackage(), Device.NOW);
    assertThat(inspected).isInstanceOf(Rejected.class);
    assertThat(alice.engine.inspectKeyPackage(old.keyPackage(), Device.NOW - 1))
        .isInstanceOf(KeyPackageSummary.class);
    CommitResult result = alice.tryCommit(CommitRequest.empty().adding(List.of(old.keyPackage())));
    assertThat(result).isInstanceOf(Rejected.class);
    assertThat(((Rejected) result).reason()).isEqualTo(Reason.INVALID);
    assertThat(((Rejected) result).rule()).isEqualTo("RFC 9420 7.3");
  }

  @Test
  void rule13_4_extensionThatOccursTwice() {
    Extension extension = new Extension(Device.PRIVATE_EXTENSION, new byte[0]);
    Proposal replacement =
        new Proposal.GroupContextExtensions(new Extensions(Arrays.asList(extension, extension)));
    assertBroken(forger.message(replacement, forger.self()), "13.4", "twice");
  }
}
