package org.conclave.mls;

import org.conclave.mls.schedule.RowChanges;

/** Application data that was opened, its signature verified. */
public record ApplicationMessage(
    Member sender, int generation, byte[] content, byte[] authenticatedData, RowChanges rows)
    implements ProcessResult {
  @Override
  public String toString() {
    return "ApplicationMessage[leaf " + sender.leaf() + ", generation " + generation + "]";
  }
}
