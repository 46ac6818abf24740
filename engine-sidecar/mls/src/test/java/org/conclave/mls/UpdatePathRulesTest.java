package org.conclave.mls;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.UpdatePath;
import org.conclave.mls.tree.UpdatePath.PathNode;
import org.junit.jupiter.api.Test;

/** RFC 9420 sections 7.5, 7.6 and 12.4.2 for the path of a commit that another member sent. */
class UpdatePathRulesTest {
  private final ThreeMembers group = new ThreeMembers();
  private final UpdatePath genuine = GenuinePath.of(group.alice, group.forger);
  private final PathNode first = genuine.nodes().get(0);
  private final PathNode second = genuine.nodes().get(1);

  private void assertBroken(PathNode one, PathNode two, String section, String detail) {
    UpdatePath path = new UpdatePath(genuine.leafNode(), List.of(one, two));
    group.assertBroken(group.forger.commit(path), section, detail);
  }

  private static HpkeCiphertext damaged(HpkeCiphertext sealed) {
    byte[] ciphertext = sealed.ciphertext().clone();
    ciphertext[0] ^= 1;
    return new HpkeCiphertext(sealed.kemOutput(), ciphertext);
  }

  @Test
  void theGenuinePathIsAccepted() {
    group.assertOnlyTheTagIsWrong(group.forger.commit(genuine));
  }

  @Test
  void rule5_1_1_pathKeyThatIsNoPublicKey() {
    assertBroken(
        new PathNode(new byte[32], first.encryptedPathSecret()), second, "5.1.1", "update path");
  }

  @Test
  void rule7_5_pathThatIsTooLong() {
    List<PathNode> longer = new ArrayList<>(genuine.nodes());
    longer.add(second);
    group.assertBroken(
        group.forger.commit(new UpdatePath(genuine.leafNode(), longer)), "7.5", "not as long");
  }

  @Test
  void rule7_5_pathSecretThatDoesNotYieldItsKey() throws RuleViolation {
    // Sealed as it should be and to whom it should be, but another secret.
    byte[] context = GenuinePath.contextAfter(group.alice, group.forger, genuine);
    HpkeCiphertext sealed =
        group.forger.suite.encrypt(
            group.alice.tree().leaf(group.bob.leaf()).encryptionKey(),
            group.forger.suite.encryptionContext("UpdatePathNode", context),
            group.forger.suite.randomSecret(group.forger.random),
            group.forger.random);
    assertBroken(
        new PathNode(first.encryptionKey(), List.of(sealed)), second, "7.5", "does not yield");
  }

  @Test
  void rule7_6_pathSecretThatDoesNotOpen() {
    assertBroken(
        new PathNode(first.encryptionKey(), List.of(damaged(first.encryptedPathSecret().get(0)))),
        second,
        "7.6",
        "does not open");
  }

  @Test
  void rule7_6_oneCiphertextTooMany() {
    HpkeCiphertext sealed = first.encryptedPathSecret().get(0);
    assertBroken(
        new PathNode(first.encryptionKey(), List.of(sealed, sealed)),
        second,
        "7.6",
        "one ciphertext");
  }

  @Test
  void rule12_4_2_leafKeyThatAnotherMemberHas() {
    byte[] taken = group.alice.tree().leaf(group.carol.leaf()).encryptionKey();
    UpdatePath path =
        new UpdatePath(
            group.forger.signed(new LeafDraft(genuine.leafNode()).encryptionKey(taken).unsigned()),
            genuine.nodes());
    group.assertBroken(group.forger.commit(path), "12.4.2", "in the tree already");
  }

  @Test
  void rule12_4_2_leafKeyThatIsInThePathToo() {
    UpdatePath path =
        new UpdatePath(
            group.forger.signed(
                new LeafDraft(genuine.leafNode()).encryptionKey(first.encryptionKey()).unsigned()),
            genuine.nodes());
    group.assertBroken(group.forger.commit(path), "12.4.2", "twice");
  }

  @Test
  void rule12_4_2_sourceOfTheLeafIsAKeyPackage() {
    UpdatePath path =
        new UpdatePath(
            group.forger.leaf(new LeafNodeSource.InKeyPackage(0, Device.NOW * 2)), List.of());
    group.assertBroken(group.forger.commit(path), "12.4.2", "another source");
  }

  @Test
  void rule12_4_updateIsCommittedWithAPath() {
    byte[] reference = group.proposed(group.carol.propose(new ProposalRequest.Update()));
    group.assertBroken(
        group.forger.commit(null, group.forger.self(), Forger.reference(reference)),
        "12.4",
        "without a path");
  }

  @Test
  void rule12_4_groupContextExtensionsAreCommittedWithAPath() {
    Proposal replacement = new Proposal.GroupContextExtensions(group.forger.context().extensions());
    group.assertBroken(group.forger.commit(null, replacement), "12.4", "without a path");
  }

  @Test
  void addsAndPreSharedKeysNeedNoPath() {
    group.assertOnlyTheTagIsWrong(
        group.forger.commit(null, new Proposal.Add(new KeyPackageDraft("dave").build())));
  }
}
