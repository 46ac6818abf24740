package org.conclave.api.engine;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;

/** What came of making a commit. */
public sealed interface CommitOutcome {
  /**
   * @param commit MLSMessage
   * @param welcome MLSMessage with the tree, where somebody was added
   * @param state after the commit
   * @param consumed rows of the state before; gone even where this commit is not used
   */
  record Created(Bytes commit, Optional<Bytes> welcome, NewState state, RowChanges consumed)
      implements CommitOutcome {}

  /** One of the proposals is not valid. */
  record Refused(Rejection rejection) implements CommitOutcome {}
}
