package org.conclave.mls;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.ParentNode;
import org.conclave.mls.tree.PathCreator;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.RequiredCapabilities;
import org.conclave.mls.tree.TreeEditor;
import org.junit.jupiter.api.Test;

/**
 * What one who joins checks in the tree and in what else a Welcome says, RFC 9420 sections 7.3, 8.4
 * and 12.4.3.1: each lie is that of the one who invites, mallory.
 */
class JoinTreeRulesTest {
  private static final int UNKNOWN = 0xABCD;

  private final SecureRandom random = new SecureRandom();
  private final Device mallory = new Device("mallory");
  private final Device victim = new Device("victim");
  private final Device newcomer = new Device("newcomer");
  private final KeyPackageBundle bundle = newcomer.keyPackage();
  private final KeyPackage keyPackage = KeyPackageDraft.decode(bundle.keyPackage());
  private final LeafNode own = keyPackage.leafNode();
  private final LeafNode malloryLeaf = leafOf(mallory);
  private final LeafNode victimLeaf = leafOf(victim);

  private LeafNode leafOf(Device device) {
    return identity(device)
        .newLeaf(Forger.lifetime(), List.of(Device.PRIVATE_EXTENSION), random)
        .leaf();
  }

  private static MemberIdentity identity(Device device) {
    return Forger.identityOf(device, Forger.SUITE);
  }

  private static LeafNode signed(LeafDraft draft, Device owner, int index) {
    return draft.signed(
        Forger.SUITE, identity(owner).signaturePrivateKey(), Device.GROUP_ID, index);
  }

  private static TreeEditor editor(LeafNode... leaves) {
    TreeEditor editor = RatchetTree.ofCreator(Forger.SUITE, leaves[0]).edit();
    for (int i = 1; i < leaves.length; i++) {
      editor.add(leaves[i]);
    }
    return editor;
  }

  private WelcomeDraft draft(RatchetTree tree) {
    return new WelcomeDraft(tree, keyPackage, identity(mallory));
  }

  private WelcomeDraft with(LeafNode other) {
    return draft(editor(malloryLeaf, other, own).build());
  }

  private void assertBroken(WelcomeDraft draft, String section, String detail)
      throws RuleViolation {
    ThreeMembers.assertRejected(
        newcomer.tryJoin(draft.encoded(), bundle, List.of()), section, detail);
  }

  /** The tree after mallory, at leaf 0, sent a path. */
  private RatchetTree afterPath(LeafNode... leaves) throws RuleViolation {
    return new PathCreator(Forger.SUITE, random)
        .create(
            editor(leaves),
            0,
            leaves[0],
            Set.of(),
            identity(mallory).signaturePrivateKey(),
            Device.GROUP_ID,
            treeHash -> treeHash)
        .tree();
  }

  // 7.3: leaves.

  @Test
  void rule7_3_leafThatIsNotSignedForItsPlace() throws RuleViolation {
    LeafDraft updated = new LeafDraft(victimLeaf).source(new LeafNodeSource.InUpdate());
    assertBroken(with(signed(updated, victim, 5)), "7.3", "signature of leaf 1");
  }

  @Test
  void rule7_3_encryptionKeyThatTwoLeavesShare() throws RuleViolation {
    LeafDraft sharing = new LeafDraft(victimLeaf).encryptionKey(malloryLeaf.encryptionKey());
    assertBroken(with(signed(sharing, victim, 1)), "7.3", "encryption key occurs twice");
  }

  @Test
  void rule7_3_extensionThatALeafDoesNotSupport() throws RuleViolation {
    LeafDraft extended = new LeafDraft(victimLeaf).extensions(new Extension(UNKNOWN, new byte[0]));
    assertBroken(with(signed(extended, victim, 1)), "7.3", Integer.toString(UNKNOWN));
  }

  @Test
  void rule7_3_credentialTypeThatAMemberDoesNotSupport() throws RuleViolation {
    LeafDraft other =
        new LeafDraft(victimLeaf)
            .credential(new Credential.X509(List.of(new byte[] {1})))
            .credentialTypes(Credential.X509);
    assertBroken(with(signed(other, victim, 1)), "7.3", "credential type in use");
  }

  @Test
  void rule7_3_requiredCapabilityThatALeafLacks() throws RuleViolation {
    RequiredCapabilities required =
        new RequiredCapabilities(List.of(Device.PRIVATE_EXTENSION), List.of(), List.of());
    LeafDraft poorer = new LeafDraft(victimLeaf).supportedExtensions(UNKNOWN);
    assertBroken(
        with(signed(poorer, victim, 1))
            .groupExtensions(new Extension(Extension.REQUIRED_CAPABILITIES, required.encoded())),
        "7.3",
        "required capability");
  }

  @Test
  void rule13_4_groupContextExtensionThatTheOneWhoJoinsDoesNotSupport() throws RuleViolation {
    assertBroken(
        with(victimLeaf).groupExtensions(new Extension(UNKNOWN, new byte[0])),
        "13.4",
        "does not support");
  }

  // 12.4.3.1: parents.

  @Test
  void rule12_4_3_1_encryptionKeyOfAParentThatALeafHasToo() throws RuleViolation {
    RatchetTree tree = afterPath(malloryLeaf, victimLeaf, own);
    byte[] rootKey = tree.node(3).encryptionKey();
    Device accomplice = new Device("accomplice");
    TreeEditor editor = tree.edit();
    editor.add(signed(new LeafDraft(leafOf(accomplice)).encryptionKey(rootKey), accomplice, 3));
    assertBroken(draft(editor.build()), "7.3", "encryption key occurs twice");
  }

  @Test
  void rule12_4_3_1_unmergedLeafThatIsBlank() throws RuleViolation {
    TreeEditor editor = editor(malloryLeaf, victimLeaf, own);
    editor.set(3, parent(3));
    assertBroken(draft(editor.build()), "12.4.3.1", "not below");
  }

  @Test
  void rule12_4_3_1_unmergedLeafThatANodeBetweenDoesNotList() throws RuleViolation {
    TreeEditor editor = editor(malloryLeaf, victimLeaf, own);
    editor.set(1, parent());
    editor.set(3, parent(1));
    assertBroken(draft(editor.build()), "12.4.3.1", "but not at 1");
  }

  private ParentNode parent(Integer... unmerged) {
    byte[] key = Forger.SUITE.generateKeyPair(random).publicKey();
    return new ParentNode(key, new byte[0], List.of(unmerged));
  }

  @Test
  void rule7_1_unmergedLeavesAscend() throws RuleViolation {
    TreeEditor editor = editor(malloryLeaf, victimLeaf, own);
    editor.set(3, parent(1, 0));
    assertBroken(draft(editor.build()), "7.1", "ascend");
  }

  @Test
  void rule5_1_1_parentWhoseKeyIsNoPublicKey() throws RuleViolation {
    TreeEditor editor = editor(malloryLeaf, victimLeaf, own);
    editor.set(1, new ParentNode(new byte[32], new byte[0], List.of()));
    assertBroken(draft(editor.build()), "5.1.1", "node 1");
  }

  // 12.4.3.1: the rest of the Welcome.

  @Test
  void rule12_4_3_1_signerThatIsABlankLeaf() throws RuleViolation {
    assertBroken(with(victimLeaf).signer(3), "12.4.3.1", "blank");
    assertBroken(with(victimLeaf).signer(-1), "12.4.3.1", "blank");
  }

  @Test
  void rule12_4_3_1_groupInfoOfAnotherSuite() throws RuleViolation {
    assertBroken(with(victimLeaf).groupSuite(3), "12.4.3.1", "another suite");
  }

  @Test
  void rule12_4_3_1_welcomeOfAnotherSuite() throws RuleViolation {
    // Suite 3 hashes as suite 1 does, so that the reference still fits.
    Welcome genuine = with(victimLeaf).build();
    Welcome other = new Welcome(3, genuine.secrets(), genuine.encryptedGroupInfo());
    ThreeMembers.assertRejected(
        newcomer.tryJoin(new MlsMessage(other).encoded(), bundle, List.of()),
        "12.4.3.1",
        "another suite");
  }

  @Test
  void rule12_4_3_1_groupSecretsThatDoNotOpen() throws RuleViolation {
    assertBroken(with(victimLeaf).damagedSecrets(), "12.4.3.1", "group secrets do not open");
  }

  @Test
  void rule12_4_3_1_groupInfoThatDoesNotOpen() throws RuleViolation {
    assertBroken(with(victimLeaf).damagedInfo(), "12.4.3.1", "GroupInfo does not open");
  }

  @Test
  void rule12_4_3_1_pathSecretOfABlankNode() throws RuleViolation {
    assertBroken(
        with(victimLeaf).pathSecret(Forger.SUITE.randomSecret(random)), "12.4.3.1", "blank node");
  }

  @Test
  void rule12_4_3_1_pathSecretThatDoesNotYieldTheKeyOfItsNode() throws RuleViolation {
    Secret other = Forger.SUITE.randomSecret(random);
    RatchetTree tree = afterPath(malloryLeaf, victimLeaf, own);
    assertBroken(draft(tree).pathSecret(other), "12.4.3.1", "does not belong to node 3");
  }

  @Test
  void rule12_4_3_1_preSharedKeyThatIsNotKnown() throws RuleViolation {
    assertBroken(with(victimLeaf).psks(ThreeMembers.psk(32)), "8.4", "not known");
  }

  @Test
  void rule8_4_preSharedKeyNonceOfTheWrongLength() throws RuleViolation {
    assertBroken(with(victimLeaf).psks(ThreeMembers.psk(33)), "8.4", "wrong length");
  }

  @Test
  void rule12_4_3_3_nodeOfTheWrongKind() throws RuleViolation {
    TreeEditor editor = editor(malloryLeaf, victimLeaf, own);
    editor.set(1, leafOf(new Device("misplaced")));
    assertBroken(draft(editor.build()), "12.4.3.3", "wrong type");
  }
}
