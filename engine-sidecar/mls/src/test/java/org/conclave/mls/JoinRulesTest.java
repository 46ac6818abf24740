package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.ParentNode;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One who invites controls all of a Welcome: each test has it lie in one point (RFC 9420 section
 * 12.4.3.1).
 */
class JoinRulesTest {
  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
  private final SecureRandom random = new SecureRandom();
  private final Device mallory = new Device("mallory");
  private final Device victim = new Device("victim");
  private final Device newcomer = new Device("newcomer");
  private final KeyPackageBundle bundle = newcomer.keyPackage();
  private KeyPackage keyPackage;
  private LeafNode malloryLeaf;
  private LeafNode victimLeaf;

  @BeforeEach
  void leaves() throws Exception {
    keyPackage = MlsMessage.decode(bundle.keyPackage(), KeyPackage.class);
    malloryLeaf = leafOf(mallory, Forger.lifetime());
    victimLeaf = leafOf(victim, Forger.lifetime());
  }

  private LeafNode leafOf(Device device, LeafNodeSource.InKeyPackage lifetime) {
    MemberIdentity identity = Forger.identityOf(device, suite);
    return identity.newLeaf(lifetime, List.of(), random).leaf();
  }

  private TreeEditor editor(LeafNode... leaves) {
    TreeEditor editor = RatchetTree.ofCreator(suite, leaves[0]).edit();
    for (int i = 1; i < leaves.length; i++) {
      editor.add(leaves[i]);
    }
    return editor;
  }

  private WelcomeDraft draft(RatchetTree tree) {
    return new WelcomeDraft(tree, keyPackage, Forger.identityOf(mallory, suite));
  }

  private WelcomeDraft genuine() {
    return draft(editor(malloryLeaf, victimLeaf, keyPackage.leafNode()).build());
  }

  private JoinResult join(WelcomeDraft draft) throws Exception {
    return newcomer.tryJoin(draft.encoded(), bundle, List.of());
  }

  private JoinResult join(RatchetTree tree) throws Exception {
    return join(draft(tree));
  }

  private static void assertBroken(JoinResult result, String section, String detail) {
    ThreeMembers.assertRejected(result, section, detail);
  }

  @Test
  void theForgeryWithoutALieIsAccepted() throws Exception {
    JoinResult result = join(editor(malloryLeaf, victimLeaf, keyPackage.leafNode()).build());
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Joined.class);
  }

  @Test
  void rule7_3_leafThatItsOwnerDidNotSign() throws Exception {
    LeafNode forged =
        new LeafNode(
            suite.generateKeyPair(random).publicKey(),
            victimLeaf.signatureKey(),
            victimLeaf.credential(),
            victimLeaf.capabilities(),
            victimLeaf.source(),
            victimLeaf.extensions(),
            victimLeaf.signature());
    assertBroken(
        join(editor(malloryLeaf, forged, keyPackage.leafNode()).build()),
        "7.3",
        "signature of leaf 1");
  }

  @Test
  void rule7_3_leafOutsideItsLifetime() throws Exception {
    LeafNode expired = leafOf(victim, new LeafNodeSource.InKeyPackage(1, Device.NOW - 1));
    assertBroken(
        join(editor(malloryLeaf, expired, keyPackage.leafNode()).build()), "7.3", "lifetime");
  }

  @Test
  void rule7_3_signatureKeyThatOccursTwice() throws Exception {
    LeafNode again = leafOf(mallory, Forger.lifetime());
    assertBroken(
        join(editor(malloryLeaf, again, keyPackage.leafNode()).build()),
        "7.3",
        "signature key occurs twice");
  }

  @Test
  void rule7_9_2_parentThatNoLeafVouchesFor() throws Exception {
    TreeEditor editor = editor(malloryLeaf, victimLeaf, keyPackage.leafNode());
    editor.set(
        1, new ParentNode(suite.generateKeyPair(random).publicKey(), new byte[0], List.of()));
    assertBroken(join(editor.build()), "7.9.2", "parent node 1");
  }

  @Test
  void rule12_4_3_1_unmergedLeafThatIsNotBelow() throws Exception {
    TreeEditor editor = editor(malloryLeaf, victimLeaf, keyPackage.leafNode());
    editor.set(
        1, new ParentNode(suite.generateKeyPair(random).publicKey(), new byte[0], List.of(2)));
    assertBroken(join(editor.build()), "12.4.3.1", "not below");
  }

  @Test
  void rule12_4_3_1_treeThatTheGroupInfoDoesNotName() throws Exception {
    assertBroken(join(genuine().treeHash(new byte[32])), "12.4.3.1", "not the one");
  }

  @Test
  void rule12_4_3_1_groupInfoSignedByAnother() throws Exception {
    assertBroken(
        join(genuine().signedBy(Forger.identityOf(victim, suite))), "12.4.3.1", "signature");
  }

  @Test
  void rule12_4_3_1_confirmationTag() throws Exception {
    assertBroken(join(genuine().damagedTag()), "12.4.3.1", "tag");
  }

  @Test
  void rule12_4_3_1_treeWithoutTheOneWhoJoins() throws Exception {
    assertBroken(join(editor(malloryLeaf, victimLeaf).build()), "12.4.3.1", "no leaf");
  }

  @Test
  void rule12_4_3_1_welcomeForAnother() {
    Device alice = new Device("alice").create();
    CommitCreated created =
        alice.commit(CommitRequest.empty().adding(List.of(victim.keyPackage().keyPackage())));
    JoinResult result = newcomer.tryJoin(created.welcome(), bundle, List.of());
    assertBroken(result, "12.4.3.1", "none of the key packages");
  }

  @Test
  void rule12_4_3_3_treeThatEndsInABlank() {
    List<byte[]> blanks = new ArrayList<>();
    blanks.add(new byte[] {1, 0});
    blanks.add(new byte[] {0});
    for (byte[] encoded : blanks) {
      JoinRequest request =
          new JoinRequest(
              welcomeWithoutTree(),
              List.of(new KeyPackagePrivate(bundle.keyPackage(), bundle.privatePart())),
              encoded,
              List.of());
      assertBroken(newcomer.engine.joinGroup(request, Device.NOW), "12.4.3.3", "blank");
    }
  }

  @Test
  void rule12_4_3_3_treeThatIsNowhere() {
    JoinResult result = newcomer.tryJoin(welcomeWithoutTree(), bundle, List.of());
    assertBroken(result, "12.4.3.3", "neither");
  }

  @Test
  void aTreeGivenApartIsUsed() {
    Device alice = new Device("alice").create();
    CommitCreated created = alice.commit(withoutTree());
    JoinRequest request =
        new JoinRequest(
            created.welcome(),
            List.of(new KeyPackagePrivate(bundle.keyPackage(), bundle.privatePart())),
            created.state().tree().encoded(),
            List.of());
    assertThat(newcomer.engine.joinGroup(request, Device.NOW)).isInstanceOf(Joined.class);
  }

  private byte[] welcomeWithoutTree() {
    return new Device("alice").create().commit(withoutTree()).welcome();
  }

  private CommitRequest withoutTree() {
    return new CommitRequest(
        List.of(bundle.keyPackage()),
        List.of(),
        false,
        List.of(),
        List.of(),
        null,
        new byte[0],
        false,
        false);
  }
}
