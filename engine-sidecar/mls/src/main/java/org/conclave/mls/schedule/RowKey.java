package org.conclave.mls.schedule;

/**
 * Names a row of part R.
 *
 * @param index a leaf index for ratchets, a node index for nodes of the secret tree
 */
public record RowKey(int index, Kind kind) {
  /** What a row holds. */
  public enum Kind {
    /** The ratchet for a member's proposals and commits. */
    HANDSHAKE,
    /** The ratchet for a member's application data. */
    APPLICATION,
    /** A node of the secret tree of which nothing was derived yet. */
    TREE_NODE
  }
}
