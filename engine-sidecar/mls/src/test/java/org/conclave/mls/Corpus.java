package org.conclave.mls;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.PathCreator;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.conclave.mls.tree.TreeSegment;
import org.conclave.mls.tree.UpdatePath;

/**
 * Genuine input, by what it is for.
 *
 * @param messages whole MLSMessages
 * @param contents proposals and commits, each after the octet that {@link
 *     FuzzTargets#receiveFromMember} takes
 * @param trees that the newcomer has a leaf in
 * @param structures what a decoder takes, each after the octet that {@link FuzzTargets#decode}
 *     takes
 * @param states likewise for {@link FuzzTargets#decodeState}
 * @param usedStates likewise for {@link FuzzTargets#useState}
 * @param segments likewise for {@link FuzzTargets#resolveTree}
 * @param groupInfos by which one can join
 */
record Corpus(
    List<byte[]> messages,
    List<byte[]> contents,
    List<byte[]> trees,
    List<byte[]> structures,
    List<byte[]> states,
    List<byte[]> usedStates,
    List<byte[]> segments,
    List<byte[]> groupInfos) {

  static Corpus of(ThreeMembers group, Device newcomer, KeyPackageBundle bundle) {
    try {
      return new Corpus(
          messages(group, bundle),
          contents(group, bundle),
          trees(group, bundle),
          structures(group, bundle),
          states(group, bundle),
          usedStates(group),
          segments(group),
          List.of(
              MlsMessage.decode(ExternalCommitTest.groupInfo(group.alice, true), GroupInfo.class)
                  .encoded()));
    } catch (RuleViolation e) {
      throw new AssertionError(e);
    }
  }

  private static CommitCreated adding(ThreeMembers group, KeyPackageBundle bundle, boolean open) {
    return group.alice.commit(
        new CommitRequest(
            List.of(bundle.keyPackage()),
            List.of(),
            true,
            List.of(),
            List.of(),
            null,
            Device.bytes("in the clear"),
            open,
            true));
  }

  private static List<byte[]> messages(ThreeMembers group, KeyPackageBundle bundle) {
    CommitCreated open = adding(group, bundle, true);
    return List.of(
        open.commit(),
        open.welcome(),
        adding(group, bundle, false).commit(),
        bundle.keyPackage(),
        group.alice.send("hello"),
        group.forger.message(new Proposal.Remove(group.carol.leaf()), group.forger.self()));
  }

  private static List<byte[]> contents(ThreeMembers group, KeyPackageBundle bundle) {
    KeyPackage keyPackage = KeyPackageDraft.decode(bundle.keyPackage());
    UpdatePath path = GenuinePath.of(group.alice, group.forger);
    Extension extension = new Extension(Device.PRIVATE_EXTENSION, new byte[3]);
    List<Proposal> proposals =
        List.of(
            new Proposal.Add(keyPackage),
            new Proposal.Update(group.forger.leaf(new LeafNodeSource.InUpdate())),
            new Proposal.Remove(group.carol.leaf()),
            new Proposal.PreSharedKey(ThreeMembers.psk(32)),
            new Proposal.ReInit(new byte[4], 1, 1, Extensions.NONE),
            new Proposal.GroupContextExtensions(new Extensions(List.of(extension))),
            ThreeMembers.externalInit());
    List<byte[]> contents = new ArrayList<>();
    for (Proposal proposal : proposals) {
      contents.add(prefixed(0, proposal.encoded()));
      Commit commit = new Commit(List.of(new ProposalOrRef.ByValue(proposal)), path);
      contents.add(prefixed(1, commit.encoded()));
      contents.add(prefixed(0x81, commit.encoded()));
    }
    contents.add(prefixed(1, new Commit(List.of(), path).encoded()));
    return contents;
  }

  private static List<byte[]> trees(ThreeMembers group, KeyPackageBundle bundle)
      throws RuleViolation {
    LeafNode newcomer = KeyPackageDraft.decode(bundle.keyPackage()).leafNode();
    TreeEditor grown = group.alice.tree().edit();
    grown.add(newcomer);
    RatchetTree unmerged = grown.build();
    RatchetTree merged =
        new PathCreator(Forger.SUITE, group.forger.random)
            .create(
                unmerged.edit(),
                group.alice.leaf(),
                group.alice.tree().leaf(group.alice.leaf()),
                Set.of(),
                group.forger.identity.signaturePrivateKey(),
                Device.GROUP_ID,
                treeHash -> treeHash)
            .tree();
    return List.of(unmerged.encoded(), merged.encoded());
  }

  private static List<byte[]> structures(ThreeMembers group, KeyPackageBundle bundle)
      throws RuleViolation {
    List<byte[]> structures = new ArrayList<>();
    messages(group, bundle).forEach(message -> structures.add(prefixed(0, message)));
    KeyPackage keyPackage = KeyPackageDraft.decode(bundle.keyPackage());
    PublicMessage open =
        MlsMessage.decode(adding(group, bundle, true).commit(), PublicMessage.class);
    Commit commit = (Commit) open.content().content();
    structures.add(prefixed(2, commit.encoded()));
    structures.add(prefixed(3, new Proposal.Add(keyPackage).encoded()));
    structures.add(prefixed(4, keyPackage.encoded()));
    structures.add(prefixed(5, keyPackage.leafNode().encoded()));
    structures.add(prefixed(7, group.forger.context().encoded()));
    structures.add(prefixed(8, GenuinePath.of(group.alice, group.forger).encoded()));
    structures.add(prefixed(11, keyPackage.leafNode().capabilities().encoded()));
    structures.add(prefixed(13, keyPackage.leafNode().credential().encoded()));
    structures.add(prefixed(14, ThreeMembers.psk(32).encoded()));
    return structures;
  }

  private static List<byte[]> states(ThreeMembers group, KeyPackageBundle bundle) {
    Device carol = group.carol;
    byte[] pending = new byte[0];
    ProcessResult stored =
        carol.peek(
            group.forger.message(new Proposal.Remove(group.bob.leaf()), group.forger.self()),
            List.of());
    if (stored instanceof ProposalStored proposal) {
      pending = proposal.pending();
    }
    return List.of(
        prefixed(0, carol.state.epoch()),
        prefixed(1, carol.state.secrets()),
        prefixed(2, pending),
        prefixed(3, bundle.privatePart()));
  }

  private static List<byte[]> usedStates(ThreeMembers group) {
    Device bob = group.bob;
    List<byte[]> states = new ArrayList<>();
    states.add(prefixed(0, bob.state.epoch()));
    states.add(prefixed(1, bob.state.secrets()));
    states.add(prefixed(1, bob.engine.retire(bob.state.secrets())));
    byte[] proposal =
        group.forger.message(new Proposal.Remove(group.carol.leaf()), group.forger.self());
    if (bob.peek(proposal, List.of()) instanceof ProposalStored stored) {
      states.add(prefixed(2, stored.pending()));
    }
    group.alice.send("skipped");
    if (bob.peek(group.alice.send("read"), List.of()) instanceof ApplicationMessage message) {
      message.rows().put().stream()
          .filter(row -> row.key().kind() == Kind.APPLICATION)
          .forEach(row -> states.add(prefixed(3, row.data())));
    }
    return states;
  }

  private static List<byte[]> segments(ThreeMembers group) {
    RatchetTree tree = group.bob.tree();
    RatchetTree renewed = adding(group, new Device("more").keyPackage(), true).state().tree();
    TreeEditor grown = renewed.edit();
    grown.add(KeyPackageDraft.decode(new Device("most").keyPackage().keyPackage()).leafNode());
    return List.of(
        prefixed(0, TreeSegment.full(tree).data()),
        prefixed(1, TreeSegment.between(tree, renewed).data()),
        prefixed(1, TreeSegment.between(tree, grown.build()).data()));
  }

  private static byte[] prefixed(int first, byte[] rest) {
    byte[] all = new byte[rest.length + 1];
    all[0] = (byte) first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}
