package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeSegment;

/**
 * A whole new state.
 *
 * @param treeSegment what to store of the tree: all of it, or what differs from the tree before
 * @param retiredSecrets part S of the state before, reduced to what reading late messages takes;
 *     empty where there was none
 */
public record NewState(
    byte[] epoch,
    byte[] secrets,
    List<Row> rows,
    RatchetTree tree,
    TreeSegment treeSegment,
    byte[] retiredSecrets,
    EpochSummary summary) {

  /** The state as the next call takes it; no proposals wait in a new epoch. */
  public GroupState asGroupState() {
    return new GroupState(epoch, secrets, rows, new byte[0]);
  }

  @Override
  public String toString() {
    return "NewState[epoch " + summary.epoch() + "]";
  }
}
