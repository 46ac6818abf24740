package org.conclave.audit.internal;

import java.util.Optional;
import org.conclave.api.audit.AuditChain;
import org.conclave.api.audit.AuditVerdict.Broken;
import org.conclave.api.bytes.Bytes;

/**
 * Follows the lines of a log from the first one on, and says where they stop belonging together.
 */
final class Chain {
  private long length;
  private Bytes head = AuditChain.START;

  /** How many lines were taken. */
  long length() {
    return length;
  }

  /** Hash of the last one. */
  Bytes head() {
    return head;
  }

  /** Takes the next line; one that does not follow is not taken. */
  Optional<Broken> take(Bytes content, Bytes hash) {
    long number = length + 1;
    if (!EntryLine.hasNumber(content, number)) {
      return Optional.of(
          new Broken(
              number,
              "In the place of line "
                  + number
                  + " there is another: a line was taken out, put in, doubled or moved."));
    }
    if (!AuditChain.next(head, content).equals(hash)) {
      return Optional.of(
          new Broken(
              number,
              "Line "
                  + number
                  + " does not follow from the line before: one of the two is not what was"
                  + " recorded."));
    }
    length = number;
    head = hash;
    return Optional.empty();
  }
}
