package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.Row;

/**
 * The parts E, S, R and P of a state, as calls on a group need them. Part T goes beside it, as a
 * tree object.
 *
 * @param rows those that the caller believes to be needed
 * @param pending empty where no proposals wait
 */
public record GroupState(byte[] epoch, byte[] secrets, List<Row> rows, byte[] pending) {
  @Override
  public String toString() {
    return "GroupState[" + rows.size() + " rows]";
  }
}
