package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.RequiredCapabilities;
import org.conclave.mls.tree.UpdatePath;
import org.junit.jupiter.api.Test;

/** RFC 9420 section 7.3 for the leaves of Updates and of update paths. */
class LeafRulesTest {
  private static final int UNKNOWN = 0xABCD;
  private static final Extension REQUIRED =
      new Extension(
          Extension.REQUIRED_CAPABILITIES,
          new RequiredCapabilities(List.of(Device.PRIVATE_EXTENSION), List.of(), List.of())
              .encoded());

  private final ThreeMembers group = new ThreeMembers();

  private static byte[] update(ThreeMembers group, LeafNode leaf) {
    return group.forger.message(new Proposal.Update(leaf), group.forger.self());
  }

  private static LeafDraft draft(ThreeMembers group) {
    return group.forger.draft(new LeafNodeSource.InUpdate());
  }

  private static LeafNode signed(ThreeMembers group, LeafDraft draft) {
    return group.forger.signed(draft.unsigned());
  }

  @Test
  void theDraftWithoutALieIsAccepted() {
    byte[] message = update(group, signed(group, draft(group)));
    assertThat(group.bob.peek(message, List.of())).isInstanceOf(ProposalStored.class);
  }

  @Test
  void rule5_1_1_updateWhoseKeyIsNoPublicKey() {
    LeafDraft broken = draft(group).encryptionKey(new byte[32]);
    group.assertBroken(update(group, signed(group, broken)), "5.1.1", "encryption key");
  }

  @Test
  void rule7_2_updateThatDoesNotSupportTheSuite() {
    LeafDraft broken = draft(group).cipherSuites(3);
    group.assertBroken(update(group, signed(group, broken)), "7.2", "cipher suite");
  }

  @Test
  void rule7_3_updateThatIsNotSignedForItsPlace() {
    LeafNode elsewhere =
        draft(group)
            .signed(
                group.forger.suite,
                group.forger.identity.signaturePrivateKey(),
                Device.GROUP_ID,
                group.carol.leaf());
    group.assertBroken(update(group, elsewhere), "7.3", "signature");
  }

  @Test
  void rule7_3_updateThatIsNotSignedForItsGroup() {
    LeafNode elsewhere =
        draft(group)
            .signed(
                group.forger.suite,
                group.forger.identity.signaturePrivateKey(),
                Device.bytes("another group"),
                group.alice.leaf());
    group.assertBroken(update(group, elsewhere), "7.3", "signature");
  }

  @Test
  void rule7_3_updateThatDropsARequiredCapability() {
    ThreeMembers demanding = new ThreeMembers(REQUIRED);
    LeafDraft broken = draft(demanding).supportedExtensions(UNKNOWN);
    demanding.assertBroken(
        update(demanding, signed(demanding, broken)), "7.3", "required capability");
  }

  @Test
  void rule7_3_updateWithAnExtensionThatItsCapabilitiesLack() {
    LeafDraft broken = draft(group).extensions(new Extension(UNKNOWN, new byte[0]));
    group.assertBroken(update(group, signed(group, broken)), "7.3", Integer.toString(UNKNOWN));
  }

  @Test
  void rule13_4_updateThatDropsAGroupContextExtension() {
    ThreeMembers extended = new ThreeMembers(new Extension(Device.PRIVATE_EXTENSION, new byte[0]));
    LeafDraft broken = draft(extended).supportedExtensions(UNKNOWN);
    extended.assertBroken(update(extended, signed(extended, broken)), "13.4", "does not support");
  }

  @Test
  void rule12_1_2_updateOfOneWhoIsNoMember() {
    Proposal update = new Proposal.Update(signed(group, draft(group)));
    group.assertBroken(
        group.forger.message(update, new Sender.NewMemberProposal()), "6.1", "new member");
  }

  @Test
  void rule7_3_pathLeafThatDropsARequiredCapability() {
    ThreeMembers demanding = new ThreeMembers(REQUIRED);
    LeafDraft broken =
        demanding
            .forger
            .draft(new LeafNodeSource.InCommit(new byte[32]))
            .supportedExtensions(UNKNOWN);
    UpdatePath path = new UpdatePath(demanding.forger.signed(broken.unsigned()), List.of());
    demanding.assertBroken(demanding.forger.commit(path), "7.3", "required capability");
  }

  @Test
  void rule7_3_pathLeafThatTakesTheSignatureKeyOfAnother() {
    LeafNode stolen =
        new LeafDraft(group.alice.tree().leaf(group.alice.leaf()))
            .signatureKey(group.carol.signer.signatureKey())
            .unsigned();
    Secret keyOfCarol = Secret.copyOf(group.carol.signer.signaturePrivateKey());
    UpdatePath path =
        GenuinePath.of(group.alice, group.forger, stolen, keyOfCarol, Extensions.NONE);
    group.assertBroken(group.forger.commit(path), "7.3", "signature key occurs twice");
  }

  @Test
  void rule7_3_pathLeafSignedWithAnotherKeyThanItNames() {
    Secret keyOfCarol = Secret.copyOf(group.carol.signer.signaturePrivateKey());
    LeafNode own = group.alice.tree().leaf(group.alice.leaf());
    UpdatePath path = GenuinePath.of(group.alice, group.forger, own, keyOfCarol, Extensions.NONE);
    group.assertBroken(group.forger.commit(path), "7.3", "signature");
  }

  // 12.1.7: what a commit asks of those who are members already.

  private byte[] commitOf(Extension extension) {
    LeafNode capable =
        new LeafDraft(group.alice.tree().leaf(group.alice.leaf()))
            .supportedExtensions(Device.PRIVATE_EXTENSION, UNKNOWN)
            .unsigned();
    Extensions extensions = new Extensions(List.of(extension));
    UpdatePath path =
        GenuinePath.of(
            group.alice,
            group.forger,
            capable,
            group.forger.identity.signaturePrivateKey(),
            extensions);
    return group.forger.commit(path, new Proposal.GroupContextExtensions(extensions));
  }

  @Test
  void groupContextExtensionsThatAllSupportAreAccepted() {
    group.assertOnlyTheTagIsWrong(commitOf(REQUIRED));
  }

  @Test
  void rule12_1_7_requiredCapabilityThatAnotherMemberLacks() {
    RequiredCapabilities required =
        new RequiredCapabilities(List.of(UNKNOWN), List.of(), List.of());
    byte[] commit = commitOf(new Extension(Extension.REQUIRED_CAPABILITIES, required.encoded()));
    group.assertBroken(commit, "12.1.7", "lacks a required capability");
  }

  @Test
  void rule13_4_groupContextExtensionThatAnotherMemberDoesNotSupport() {
    group.assertBroken(
        commitOf(new Extension(UNKNOWN, new byte[0])), "13.4", "does not support extension");
  }

  @Test
  void rule12_1_7_requiredCapabilitiesThatDoNotParse() {
    Extensions malformed =
        new Extensions(List.of(new Extension(Extension.REQUIRED_CAPABILITIES, new byte[] {1})));
    group.assertBroken(
        group.forger.message(new Proposal.GroupContextExtensions(malformed), group.forger.self()),
        "2.1",
        "ends too early");
  }
}
