package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNodeSource;
import org.junit.jupiter.api.Test;

/** RFC 9420 section 12.2 where proposals by reference take part, and 12.3. */
class ProposalListRulesTest {
  private final ThreeMembers group = new ThreeMembers();
  private final Forger forger = group.forger;

  private Proposal ownUpdate() {
    return new Proposal.Update(forger.leaf(new LeafNodeSource.InUpdate()));
  }

  @Test
  void rule12_2_singleProposalsThatAreInvalid() {
    Map<Proposal, String> invalid =
        Map.of(
            new Proposal.Remove(3), "12.1.3",
            new Proposal.PreSharedKey(ThreeMembers.psk(31)), "12.1.4",
            new Proposal.PreSharedKey(resumption(PreSharedKeyId.Usage.REINIT)), "12.1.4",
            new Proposal.PreSharedKey(resumption(PreSharedKeyId.Usage.BRANCH)), "12.1.4",
            new Proposal.ReInit(new byte[1], 0, 1, Extensions.NONE), "12.1.5");
    invalid.forEach(
        (proposal, section) -> group.assertBroken(forger.commit(null, proposal), section, ""));
  }

  private static PreSharedKeyId resumption(PreSharedKeyId.Usage usage) {
    return new PreSharedKeyId.Resumption(usage, Device.GROUP_ID, 0, new byte[32]);
  }

  @Test
  void rule12_1_4_pskForBranching() {
    Proposal psk = new Proposal.PreSharedKey(resumption(PreSharedKeyId.Usage.BRANCH));
    group.assertBroken(forger.message(psk, forger.self()), "12.1.4", "BRANCH");
  }

  @Test
  void rule12_2_updateByTheCommitterByReference() {
    byte[] reference = group.proposed(forger.message(ownUpdate(), forger.self()));
    group.assertBroken(
        forger.commit(null, forger.self(), Forger.reference(reference)),
        "12.2",
        "Update by the committer");
  }

  @Test
  void rule12_2_removeOfTheCommitterByReference() {
    byte[] reference =
        group.proposed(group.carol.propose(new ProposalRequest.Remove(group.alice.leaf())));
    group.assertBroken(
        forger.commit(null, forger.self(), Forger.reference(reference)),
        "12.2",
        "Remove of the committer");
  }

  @Test
  void rule12_2_updateAndRemoveOfOneLeaf() {
    byte[] reference = group.proposed(group.carol.propose(new ProposalRequest.Update()));
    group.assertBroken(
        forger.commit(
            null,
            forger.self(),
            Forger.reference(reference),
            Forger.value(new Proposal.Remove(group.carol.leaf()))),
        "12.2",
        "one leaf");
  }

  @Test
  void rule12_2_twoUpdatesOfOneLeaf() {
    byte[] first = group.proposed(group.carol.propose(new ProposalRequest.Update()));
    byte[] second = group.proposed(group.carol.propose(new ProposalRequest.Update()));
    group.assertBroken(
        forger.commit(null, forger.self(), Forger.reference(first), Forger.reference(second)),
        "12.2",
        "one leaf");
  }

  @Test
  void rule12_2_oneProposalReferredToTwice() {
    byte[] reference =
        group.proposed(group.carol.propose(new ProposalRequest.ExternalPsk(new byte[1])));
    group.assertBroken(
        forger.commit(
            null, forger.self(), Forger.reference(reference), Forger.reference(reference)),
        "12.2",
        "pre-shared key twice");
  }

  @Test
  void rule12_2_addOfAMemberTogetherWithItsRemove() {
    byte[] carolAgain = group.carol.keyPackage().keyPackage();
    CommitCreated created =
        group.alice.commit(
            CommitRequest.empty()
                .removing(List.of(group.carol.leaf()))
                .adding(List.of(carolAgain)));
    assertThat(group.bob.follow(created.commit()).state()).isNotNull();
    ThreeMembers.assertRejected(
        group.alice.tryCommit(CommitRequest.empty().adding(List.of(carolAgain))),
        "7.3",
        "signature key occurs twice");
  }

  @Test
  void rule12_2_reInitByReferenceBesideAnother() {
    byte[] reference =
        group.proposed(
            forger.message(new Proposal.ReInit(new byte[1], 1, 1, Extensions.NONE), forger.self()));
    group.assertBroken(
        forger.commit(
            null,
            forger.self(),
            Forger.reference(reference),
            Forger.value(new Proposal.PreSharedKey(ThreeMembers.psk(32)))),
        "12.2",
        "ReInit");
  }

  @Test
  void rule12_2_proposalTypeThatNobodyKnows() {
    assertThatThrownBy(
            () ->
                Decoder.decodeAll(
                    new TlsWriter().u16(0xF000).opaque(new byte[3]).toByteArray(),
                    Proposal::decode))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED));
  }

  @Test
  void rule12_2_sentListsAreValid() {
    for (CommitRequest invalid :
        List.of(
            CommitRequest.empty().removing(List.of(group.alice.leaf())),
            CommitRequest.empty().removing(List.of(group.carol.leaf(), group.carol.leaf())),
            CommitRequest.empty()
                .adding(
                    List.of(
                        group.carol.keyPackage().keyPackage(),
                        group.carol.keyPackage().keyPackage())))) {
      ThreeMembers.assertRejected(group.alice.tryCommit(invalid), "12.2", "");
    }
  }

  @Test
  void rule12_4_proposalThatCannotBeCommittedKeepsNobodyFromCommitting() {
    KeyPackage memberAlready = KeyPackageDraft.decode(group.alice.keyPackage().keyPackage());
    group.proposed(forger.message(new Proposal.Add(memberAlready), forger.self()));
    group.proposed(
        forger.message(new Proposal.Add(new KeyPackageDraft("dave").build()), forger.self()));
    group.proposed(forger.message(new Proposal.Remove(group.carol.leaf()), forger.self()));
    CommitCreated created = group.bob.commit(CommitRequest.empty());
    group.bob.enter(created);
    assertThat(group.bob.state.summary().memberCount()).isEqualTo(2);
    assertThat(group.bob.trySend("at last")).isInstanceOf(ProtectedMessage.class);
  }

  @Test
  void rule12_4_addWhoseLifetimeEndedWhileItWaitedKeepsNobodyFromCommitting() {
    KeyPackageDraft expired =
        new KeyPackageDraft("dave")
            .leaf(leaf -> leaf.source(new LeafNodeSource.InKeyPackage(1, 2)));
    group.proposed(forger.message(new Proposal.Add(expired.build()), forger.self()));
    assertThat(group.bob.commit(CommitRequest.empty()).state().summary().memberCount())
        .isEqualTo(3);
    ThreeMembers.assertRejected(
        group.bob.tryCommit(CommitRequest.empty().removing(List.of(group.bob.leaf()))),
        "12.2",
        "Remove of the committer");
  }

  // 12.3: the order in which a list is applied.

  @Test
  void rule12_3_removesComeBeforeAddsWhateverTheOrderOfTheList() {
    Device dave = new Device("dave");
    KeyPackageBundle bundle = dave.keyPackage();
    byte[] add = group.bob.propose(new ProposalRequest.Add(bundle.keyPackage()));
    assertThat(group.alice.receive(add)).isInstanceOf(ProposalStored.class);
    // What waits comes first in the list, what is by value after it.
    CommitCreated created =
        group.alice.commit(CommitRequest.empty().removing(List.of(group.carol.leaf())));
    group.alice.enter(created);
    group.bob.follow(created.commit());
    dave.join(created, bundle);
    assertThat(dave.leaf()).isEqualTo(group.carol.leaf());
    assertThat(group.bob.authenticator()).isEqualTo(group.alice.authenticator());
    assertThat(dave.authenticator()).isEqualTo(group.alice.authenticator());
  }

  @Test
  void rule12_3_addsTakeTheLeftmostBlanksInTheOrderOfTheList() {
    List<Device> newcomers = List.of(new Device("d"), new Device("e"), new Device("f"));
    group.alice.add(List.of(group.bob), newcomers);
    assertThat(newcomers).extracting(Device::leaf).containsExactly(3, 4, 5);
    CommitCreated removed =
        group.alice.commit(CommitRequest.empty().removing(List.of(group.carol.leaf(), 4)));
    group.alice.enter(removed);
    group.bob.follow(removed.commit());
    List<Device> more = List.of(new Device("g"), new Device("h"), new Device("i"));
    group.alice.add(List.of(group.bob), more);
    assertThat(more).extracting(Device::leaf).containsExactly(group.carol.leaf(), 4, 6);
  }

  @Test
  void rule12_3_newGroupContextExtensionsCountForAddsBeforeThem() {
    KeyPackageDraft without =
        new KeyPackageDraft("dave").leaf(leaf -> leaf.supportedExtensions(0xABCD));
    Extensions extended =
        new Extensions(List.of(new Extension(Device.PRIVATE_EXTENSION, new byte[0])));
    group.assertBroken(
        forger.commit(
            null, new Proposal.Add(without.build()), new Proposal.GroupContextExtensions(extended)),
        "13.4",
        "does not support");
  }
}
