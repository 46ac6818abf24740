package org.conclave.mls;

import org.conclave.mls.schedule.RowChanges;
import org.jspecify.annotations.Nullable;

/**
 * A commit.
 *
 * @param commit an MLSMessage
 * @param welcome an MLSMessage; null where nobody was added
 * @param state after the commit; the state before stays valid
 * @param consumed rows of the state before that framing the commit consumed, to be applied even
 *     where the commit loses
 */
public record CommitCreated(
    byte[] commit, byte @Nullable [] welcome, NewState state, RowChanges consumed)
    implements CommitResult {
  @Override
  public String toString() {
    return "CommitCreated[" + state + "]";
  }
}
