package org.conclave.api.engine;

import java.util.List;
import org.conclave.api.bytes.Bytes;

/**
 * What became of many messages of one epoch. Committed whole or not at all.
 *
 * @param outcomes one for each message, in order, as far as they were processed: a commit ends the
 *     epoch, is the last outcome, and what came behind it belongs into another call. The rows that
 *     they have consumed are in {@code consumed} alone
 * @param consumed what all of them together did to the rows
 * @param pending part P after them
 */
public record BatchOutcome(List<ProcessOutcome> outcomes, RowChanges consumed, Bytes pending) {
  public BatchOutcome {
    outcomes = List.copyOf(outcomes);
  }
}
