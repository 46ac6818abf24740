package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.RowChanges;
import org.jspecify.annotations.Nullable;

/**
 * A commit that was applied.
 *
 * @param committerIdentity before the commit; of one who joins by it, the one that it brings
 * @param state after the commit; null where it removes this member
 * @param consumed rows of the state before that opening the commit consumed
 */
public record CommitApplied(
    int committerLeaf,
    byte[] committerIdentity,
    byte[] authenticatedData,
    @Nullable NewState state,
    List<RosterChange> changes,
    RowChanges consumed)
    implements ProcessResult {

  /** Whether the commit removed this member: there is no state after it. */
  public boolean selfRemoved() {
    return state == null;
  }

  @Override
  public String toString() {
    return "CommitApplied[leaf " + committerLeaf + ", " + state + "]";
  }
}
