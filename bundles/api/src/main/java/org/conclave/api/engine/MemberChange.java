package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/** What an epoch changed of one leaf. */
public record MemberChange(Change change, int leaf, Bytes credential, Bytes signatureKey) {
  /** Kinds of change. */
  public enum Change {
    ADDED,
    REMOVED,
    UPDATED
  }
}
