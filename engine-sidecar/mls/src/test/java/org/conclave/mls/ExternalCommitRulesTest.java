package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.Sender;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.UpdatePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is refused of a GroupInfo by one who would join by it, and of an external commit by the
 * members. Each test breaks the rule of the section in its name, and no other.
 */
class ExternalCommitRulesTest {
  private final SecureRandom random = new SecureRandom();
  private Device alice;
  private Device bob;
  private Device dave;
  private Forger forger;

  @BeforeEach
  void twoMembersAndOneOutside() {
    alice = new Device("alice").create();
    bob = new Device("bob");
    alice.add(List.of(), List.of(bob));
    dave = new Device("dave");
    forger = new Forger(alice);
  }

  // The GroupInfo.

  private void assertNotJoined(ExternalCommitRequest request, String section, String detail) {
    assertBroken(dave.engine.externalCommit(request, random, Device.NOW), section, detail);
  }

  private static void assertBroken(Object result, String section, String detail) {
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    Rejected rejected = (Rejected) result;
    assertThat(rejected.rule() + ": " + rejected.detail())
        .startsWith("RFC 9420 " + section + ":")
        .contains(detail);
  }

  private GroupInfo genuineInfo() throws Exception {
    return MlsMessage.decode(ExternalCommitTest.groupInfo(alice, true), GroupInfo.class);
  }

  /** A GroupInfo of alice's with other extensions, truly signed. */
  private byte[] infoWith(List<Extension> extensions) throws Exception {
    GroupInfo genuine = genuineInfo();
    GroupInfo changed =
        new GroupInfo(
            genuine.groupContext(),
            new Extensions(extensions),
            genuine.confirmationTag(),
            genuine.signer(),
            new byte[0]);
    return new MlsMessage(changed.signed(forger.suite, forger.identity.signaturePrivateKey()))
        .encoded();
  }

  private List<Extension> extensionsWithout(int type) throws Exception {
    return genuineInfo().extensions().all().stream().filter(e -> e.type() != type).toList();
  }

  @Test
  void rule12_4_3_2_groupInfoWithoutExternalPub() throws Exception {
    byte[] info = infoWith(extensionsWithout(Extension.EXTERNAL_PUB));
    assertNotJoined(ExternalCommitTest.request(dave, info), "12.4.3.2", "without external_pub");
  }

  @Test
  void rule5_1_1_externalPubThatIsNoKey() throws Exception {
    Extension zero = new Extension(Extension.EXTERNAL_PUB, new byte[33]);
    zero.data()[0] = 32;
    List<Extension> extensions =
        Stream.concat(extensionsWithout(Extension.EXTERNAL_PUB).stream(), Stream.of(zero)).toList();
    byte[] info = infoWith(extensions);
    assertNotJoined(ExternalCommitTest.request(dave, info), "5.1.1", "external_pub");
  }

  @Test
  void rule12_4_3_3_noTreeAtAll() {
    byte[] info = ExternalCommitTest.groupInfo(alice, false);
    assertNotJoined(ExternalCommitTest.request(dave, info), "12.4.3.3", "tree");
  }

  @Test
  void rule12_4_3_1_treeOfAnotherEpoch() {
    byte[] info = ExternalCommitTest.groupInfo(alice, false);
    byte[] older = alice.tree().encoded();
    alice.enter(alice.commit(CommitRequest.empty()));
    byte[] newer = alice.tree().encoded();
    assertNotJoined(
        ExternalCommitTest.request(dave, info, newer, false, List.of()),
        "12.4.3.1",
        "the tree is not the one");
    assertThat(
            dave.engine.externalCommit(
                ExternalCommitTest.request(dave, info, older, false, List.of()),
                random,
                Device.NOW))
        .isInstanceOf(ExternalCommitCreated.class);
  }

  @Test
  void rule12_4_3_1_everyOctetOfAGroupInfoCounts() {
    byte[] genuine = ExternalCommitTest.groupInfo(alice, true);
    for (int i = 0; i < genuine.length; i++) {
      byte[] damaged = genuine.clone();
      damaged[i] ^= 1;
      ExternalCommitResult result =
          dave.engine.externalCommit(ExternalCommitTest.request(dave, damaged), random, Device.NOW);
      assertThat(result).as("octet " + i).isInstanceOf(Rejected.class);
    }
  }

  @Test
  void rule12_4_3_1_groupInfoSignedByAnotherMember() throws Exception {
    GroupInfo info =
        genuineInfo().signed(forger.suite, Secret.copyOf(bob.signer.signaturePrivateKey()));
    assertNotJoined(
        ExternalCommitTest.request(dave, new MlsMessage(info).encoded()),
        "12.4.3.1",
        "signature of the GroupInfo");
  }

  @Test
  void rule7_3_lifetimeOfAMemberHasPassed() {
    byte[] info = ExternalCommitTest.groupInfo(alice, true);
    assertBroken(
        dave.engine.externalCommit(
            ExternalCommitTest.request(dave, info), random, Device.NOW + 1_000_000),
        "7.3",
        "lifetime");
  }

  @Test
  void rule7_3_memberJoinsASecondTime() {
    byte[] info = ExternalCommitTest.groupInfo(alice, true);
    assertNotJoined(ExternalCommitTest.request(bob, info), "7.3", "signature key occurs twice");
  }

  @Test
  void rule13_4_extensionThatTheClientDoesNotSupport() {
    alice =
        new Device("alice").create(List.of(new Extension(Device.PRIVATE_EXTENSION, new byte[1])));
    ExternalCommitRequest request =
        new ExternalCommitRequest(
            ExternalCommitTest.groupInfo(alice, true),
            null,
            dave.signer,
            List.of(),
            false,
            List.of(),
            new byte[0]);
    assertNotJoined(request, "13.4", "does not support");
  }

  @Test
  void rule12_4_3_2_noFormerSelfToReplace() {
    byte[] info = ExternalCommitTest.groupInfo(alice, true);
    assertNotJoined(
        ExternalCommitTest.request(dave, info, null, true, List.of()),
        "12.4.3.2",
        "0 leaves could be");
  }

  @Test
  void rule12_4_3_2_identityDoesNotTellWhichSelfToReplace() {
    alice.add(List.of(bob), List.of(new Device("bob")));
    byte[] info = ExternalCommitTest.groupInfo(alice, true);
    assertNotJoined(
        ExternalCommitTest.request(new Device("bob"), info, null, true, List.of()),
        "12.4.3.2",
        "2 leaves could be");
  }

  @Test
  void rule12_2_formerSelfHadAnotherName() {
    Signer renamed =
        new Signer(
            bob.signer.cipherSuite(),
            Device.bytes("robert"),
            bob.signer.signatureKey(),
            bob.signer.signaturePrivateKey());
    byte[] info = ExternalCommitTest.groupInfo(alice, true);
    assertNotJoined(
        ExternalCommitTest.request(new Device(renamed), info, null, true, List.of()),
        "5.3.1",
        "names another client");
  }

  @Test
  void signerOfAnotherSuiteCannotJoin() {
    Device other = new Device("other", CipherSuites.DEFAULT + 1);
    byte[] info = ExternalCommitTest.groupInfo(alice, true);
    assertNotJoined(ExternalCommitTest.request(other, info), "12.4.3.2", "another cipher suite");
  }

  @Test
  void onlyAMemberExportsItsGroupInfo() {
    assertThatThrownBy(
            () ->
                alice.engine.exportGroupInfo(
                    alice.parts(List.of()), alice.tree(), dave.signer, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // The commit.

  private byte[] external(@Nullable UpdatePath path, ProposalOrRef... proposals) {
    return forger.message(new Commit(Arrays.asList(proposals), path), new Sender.NewMemberCommit());
  }

  private static ProposalOrRef value(Proposal proposal) {
    return new ProposalOrRef.ByValue(proposal);
  }

  private ProposalOrRef init() {
    return value(new Proposal.ExternalInit(forger.suite.generateKeyPair(random).publicKey()));
  }

  private UpdatePath path() {
    return new UpdatePath(forger.leaf(new LeafNodeSource.InCommit(new byte[32])), List.of());
  }

  private void assertNotTaken(byte[] commit, String section, String detail) {
    assertBroken(bob.peek(commit, List.of()), section, detail);
  }

  @Test
  void rule12_2_twoExternalInits() {
    assertNotTaken(external(path(), init(), init()), "12.2", "2 ExternalInits");
  }

  @Test
  void rule12_2_twoRemovesByOneWhoJoins() {
    byte[] commit =
        external(path(), init(), value(new Proposal.Remove(0)), value(new Proposal.Remove(1)));
    assertNotTaken(commit, "12.2", "2 Removes");
  }

  @Test
  void rule12_2_otherProposalsInAnExternalCommit() {
    for (Proposal proposal :
        List.of(
            new Proposal.Update(forger.leaf(new LeafNodeSource.InUpdate())),
            new Proposal.ReInit(new byte[1], 1, 1, Extensions.NONE),
            new Proposal.GroupContextExtensions(Extensions.NONE))) {
      assertNotTaken(external(path(), init(), value(proposal)), "12.2", "may not hold");
    }
  }

  @Test
  void rule12_2_formerSelfKeepsItsEncryptionKey() {
    LeafNode same = alice.tree().leaf(alice.leaf());
    LeafNode leaf =
        forger.signed(
            same.renewed(same.encryptionKey(), new LeafNodeSource.InCommit(new byte[32])));
    byte[] commit =
        external(new UpdatePath(leaf, List.of()), init(), value(new Proposal.Remove(alice.leaf())));
    assertNotTaken(commit, "7.3", "repeats the encryption key");
  }

  @Test
  void rule12_4_3_2_externalCommitWithAReference() {
    byte[] commit = external(path(), init(), new ProposalOrRef.ByReference(new byte[32]));
    assertNotTaken(commit, "12.4.3.2", "by reference");
  }

  @Test
  void rule12_4_3_2_externalCommitWithoutAPath() {
    assertNotTaken(external(null, init()), "12.4.3.2", "without a path");
  }

  @Test
  void rule12_4_3_2_externalCommitThatAnotherSigned() {
    LeafNode another =
        Forger.identityOf(dave, forger.suite)
            .newLeaf(Forger.lifetime(), List.of(), random)
            .leaf()
            .renewed(
                forger.suite.generateKeyPair(random).publicKey(),
                new LeafNodeSource.InCommit(new byte[32]));
    byte[] commit = external(new UpdatePath(another, List.of()), init());
    assertNotTaken(commit, "6.1", "signature");
  }

  @Test
  void rule12_1_4_pskForReinitialisationInAnExternalCommit() {
    PreSharedKeyId id =
        new PreSharedKeyId.Resumption(
            PreSharedKeyId.Usage.REINIT, Device.GROUP_ID, 1, new byte[32]);
    byte[] commit = external(path(), init(), value(new Proposal.PreSharedKey(id)));
    assertNotTaken(commit, "12.1.4", "REINIT");
  }

  @Test
  void rule12_4_2_everyOctetOfAnExternalCommitCounts() {
    ExternalCommitResult made =
        dave.engine.externalCommit(
            ExternalCommitTest.request(dave, ExternalCommitTest.groupInfo(alice, true)),
            random,
            Device.NOW);
    byte[] genuine = ((ExternalCommitCreated) made).commit();
    assertThat(bob.peek(genuine, List.of())).isInstanceOf(CommitApplied.class);
    for (int i = 0; i < genuine.length; i++) {
      byte[] damaged = genuine.clone();
      damaged[i] ^= 1;
      assertThat(bob.peek(damaged, List.of()))
          .as("octet " + i)
          .isInstanceOfAny(Rejected.class, WrongEpoch.class);
    }
  }
}
