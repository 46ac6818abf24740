package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/** What came of protecting application data. */
public sealed interface EncryptOutcome {
  /**
   * @param message MLSMessage; transmitted only after {@code consumed} is committed
   */
  record Encrypted(Bytes message, int generation, RowChanges consumed) implements EncryptOutcome {}

  /** The state does not allow it, e.g. because proposals wait (RFC 9420 section 12.4). */
  record Refused(Rejection rejection) implements EncryptOutcome {}
}
