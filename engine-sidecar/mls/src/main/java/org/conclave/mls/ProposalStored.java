package org.conclave.mls;

import java.util.OptionalInt;
import org.conclave.mls.schedule.RowChanges;

/**
 * A proposal that waits for a commit.
 *
 * @param pending part P with it
 * @param senderLeaf nothing where the sender is no member
 */
public record ProposalStored(
    byte[] pending, OptionalInt senderLeaf, ProposalSummary proposed, RowChanges rows)
    implements ProcessResult {
  @Override
  public String toString() {
    return "ProposalStored[" + pending.length + " octets]";
  }
}
