package org.conclave.mls;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.group.Epoch;
import org.conclave.mls.group.MemberChange;
import org.conclave.mls.group.NextEpoch;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeSegment;

/** From an epoch that was computed to the parts that are stored. */
final class NewStates {
  private NewStates() {}

  static NewState ofNewGroup(NextEpoch epoch) {
    List<RosterChange> everyone = new ArrayList<>();
    epoch
        .tree()
        .forEachLeaf(
            (leaf, index) ->
                everyone.add(new RosterChange(MemberChange.Kind.ADDED, member(index, leaf))));
    return state(epoch, TreeSegment.full(epoch.tree()), new byte[0], everyone);
  }

  static NewState after(
      Epoch old, SecretsPart.Full oldSecrets, NextEpoch epoch, List<RosterChange> changes) {
    return state(
        epoch,
        TreeSegment.between(old.tree(), epoch.tree()),
        oldSecrets.retire().encoded(),
        changes);
  }

  static List<RosterChange> roster(List<MemberChange> changes) {
    return changes.stream()
        .map(change -> new RosterChange(change.kind(), member(change.leafIndex(), change.leaf())))
        .toList();
  }

  static Member member(int index, LeafNode leaf) {
    return new Member(index, leaf.credential(), leaf.signatureKey());
  }

  /** The end of an epoch's computation: nobody asks its key schedule for anything afterwards. */
  private static NewState state(
      NextEpoch epoch, TreeSegment segment, byte[] retired, List<RosterChange> changes) {
    GroupContext context = epoch.part().context();
    RatchetTree tree = epoch.tree();
    EpochSummary summary =
        new EpochSummary(
            context.groupId(),
            context.epoch(),
            context.treeHash(),
            epoch.secrets().secrets().epochAuthenticator().expose(),
            epoch.part().ownLeaf(),
            tree.memberCount(),
            List.copyOf(changes),
            context.extensions().all(),
            epoch.part().reinitialised());
    List<Row> rows = SecretTree.rootRow(tree.width(), epoch.schedule().encryption());
    epoch.schedule().wipeTransient();
    return new NewState(
        epoch.part().encoded(), epoch.secrets().encoded(), rows, tree, segment, retired, summary);
  }
}
