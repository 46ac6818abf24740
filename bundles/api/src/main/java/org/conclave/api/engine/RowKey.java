package org.conclave.api.engine;

/**
 * Names one row of part R within a state.
 *
 * @param index leaf index for ratchets, node index for {@link Kind#TREE_NODE}
 */
public record RowKey(int index, Kind kind) {
  /** Kinds of rows. */
  public enum Kind {
    HANDSHAKE,
    APPLICATION,
    TREE_NODE
  }
}
