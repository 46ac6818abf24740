package org.conclave.mls;

import java.util.List;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.UpdatePath;
import org.junit.jupiter.api.Test;

/**
 * RFC 9420 sections 6.1, 12.1.8, 12.2 and 12.4.3.2 for those who are no members: what they may
 * propose and how they may join, as members judge it.
 */
class ExternalSenderRulesTest {
  private final Device service = new Device("service");
  private final ThreeMembers group =
      new ThreeMembers(
          new Extension(
              Extension.EXTERNAL_SENDERS,
              new TlsWriter()
                  .vector(
                      senders ->
                          senders
                              .opaque(service.signer.signatureKey())
                              .struct(new Credential.Basic(service.signer.identity())))
                  .toByteArray()));
  private final Forger forger = group.forger;
  private final Sender joiner = new Sender.NewMemberCommit();

  // 12.1.8: external proposals.

  @Test
  void rule12_1_8_externalSenderThatTheGroupDoesNotList() {
    for (int index : new int[] {1, -1}) {
      group.assertBroken(
          forger.message(new Proposal.Remove(2), new Sender.External(index)),
          "12.1.8",
          "does not know");
    }
  }

  @Test
  void rule6_1_externalProposalSignedByAnother() {
    group.assertBroken(
        forger.message(new Proposal.Remove(2), new Sender.External(0)), "6.1", "signature");
  }

  @Test
  void rule12_1_8_externalSenderMayNotUpdateInitialiseOrCommit() {
    LeafNode leaf = forger.leaf(new LeafNodeSource.InUpdate());
    for (var content :
        List.of(
            new Proposal.Update(leaf),
            ThreeMembers.externalInit(),
            new Commit(List.of(), group.leafOnlyPath()))) {
      group.assertBroken(forger.message(content, new Sender.External(0)), "12.1.8", "may not send");
    }
  }

  @Test
  void rule6_1_addOfANewMemberSignedByAnother() {
    group.assertBroken(
        forger.message(
            new Proposal.Add(new KeyPackageDraft("dave").build()), new Sender.NewMemberProposal()),
        "6.1",
        "signature");
  }

  // 12.4.3.2: external commits.

  @Test
  void rule12_4_3_2_externalCommitWithoutAPath() {
    group.assertBroken(
        forger.commit(null, joiner, Forger.value(ThreeMembers.externalInit())),
        "12.4.3.2",
        "without a path");
  }

  @Test
  void rule12_4_3_2_externalCommitWithAProposalByReference() {
    byte[] known =
        group.proposed(group.carol.propose(new ProposalRequest.ExternalPsk(new byte[1])));
    group.assertBroken(
        forger.commit(
            group.leafOnlyPath(),
            joiner,
            Forger.value(ThreeMembers.externalInit()),
            Forger.reference(known)),
        "12.4.3.2",
        "by reference");
  }

  @Test
  void rule12_4_3_2_externalCommitSignedByAnotherThanItsLeaf() {
    Device mallory = new Device("mallory");
    MemberIdentity identity = Forger.identityOf(mallory, forger.suite);
    LeafNode leaf =
        new LeafDraft(identity.newLeaf(Forger.lifetime(), List.of(), forger.random).leaf())
            .source(new LeafNodeSource.InCommit(new byte[32]))
            .signed(forger.suite, identity.signaturePrivateKey(), Device.GROUP_ID, 3);
    group.assertBroken(
        forger.commit(
            new UpdatePath(leaf, List.of()), joiner, Forger.value(ThreeMembers.externalInit())),
        "6.1",
        "signature");
  }

  @Test
  void rule12_4_3_2_senderOfAnExternalCommitIsANewMember() {
    group.assertBroken(
        forger.commit(
            group.leafOnlyPath(), forger.self(), Forger.value(ThreeMembers.externalInit())),
        "12.2",
        "ExternalInit");
  }

  @Test
  void rule12_2_externalCommitWithTwoExternalInits() {
    group.assertBroken(
        forger.commit(
            group.leafOnlyPath(),
            joiner,
            Forger.value(ThreeMembers.externalInit()),
            Forger.value(ThreeMembers.externalInit())),
        "12.2",
        "2 ExternalInits");
  }

  @Test
  void rule12_2_externalCommitWithTwoRemoves() {
    group.assertBroken(
        forger.commit(
            group.leafOnlyPath(),
            joiner,
            Forger.value(ThreeMembers.externalInit()),
            Forger.value(new Proposal.Remove(1)),
            Forger.value(new Proposal.Remove(2))),
        "12.2",
        "2 Removes");
  }

  @Test
  void rule12_2_externalCommitWithWhatItMayNotHold() {
    for (Proposal other :
        List.of(
            new Proposal.Add(new KeyPackageDraft("dave").build()),
            new Proposal.Update(forger.leaf(new LeafNodeSource.InUpdate())),
            new Proposal.ReInit(new byte[1], 1, 1, forger.context().extensions()),
            new Proposal.GroupContextExtensions(forger.context().extensions()))) {
      group.assertBroken(
          forger.commit(
              group.leafOnlyPath(),
              joiner,
              Forger.value(ThreeMembers.externalInit()),
              Forger.value(other)),
          "12.2",
          "may not hold");
    }
  }

  @Test
  void rule12_2_externalCommitThatKeepsTheKeyOfTheLeafThatItRemoves() {
    byte[] removedKey = group.alice.tree().leaf(group.carol.leaf()).encryptionKey();
    LeafNode leaf =
        forger
            .draft(new LeafNodeSource.InCommit(new byte[32]))
            .encryptionKey(removedKey)
            .signed(
                forger.suite,
                forger.identity.signaturePrivateKey(),
                Device.GROUP_ID,
                group.carol.leaf());
    group.assertBroken(
        forger.commit(
            new UpdatePath(leaf, List.of()),
            joiner,
            Forger.value(ThreeMembers.externalInit()),
            Forger.value(new Proposal.Remove(group.carol.leaf()))),
        "7.3",
        "repeats the encryption key");
  }

  /** A GroupInfo is all that it takes, so that it must not take more to be refused. */
  @Test
  void rule12_2_externalCommitThatEvictsAnotherUnderAnotherName() {
    byte[] eviction = returnInThePlaceOfCarol(new Device("mallory"));
    group.assertBroken(eviction, "5.3.1", "names another client");
    // Under her name the leaf is hers, and what is missed is the rest of the path.
    group.assertBroken(returnInThePlaceOfCarol(new Device("carol")), "7.5", "filtered direct path");
  }

  /** An external commit with a leaf that is well made and no other node, in carol's place. */
  private byte[] returnInThePlaceOfCarol(Device newcomer) {
    group.alice.signer = newcomer.signer;
    Forger outside = new Forger(group.alice);
    LeafNode leaf =
        new LeafDraft(outside.identity.newLeaf(Forger.lifetime(), List.of(), outside.random).leaf())
            .source(new LeafNodeSource.InCommit(new byte[32]))
            .signed(
                outside.suite,
                outside.identity.signaturePrivateKey(),
                Device.GROUP_ID,
                group.carol.leaf());
    return outside.commit(
        new UpdatePath(leaf, List.of()),
        joiner,
        Forger.value(ThreeMembers.externalInit()),
        Forger.value(new Proposal.Remove(group.carol.leaf())));
  }
}
