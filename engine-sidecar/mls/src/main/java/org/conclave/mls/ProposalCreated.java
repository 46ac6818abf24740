package org.conclave.mls;

import org.conclave.mls.schedule.RowChanges;

/**
 * A proposal.
 *
 * @param message an MLSMessage
 * @param pending part P with it
 */
public record ProposalCreated(byte[] message, byte[] pending, RowChanges rows)
    implements ProposeResult {
  @Override
  public String toString() {
    return "ProposalCreated[" + message.length + " octets]";
  }
}
