package org.conclave.mls.group;

import org.conclave.mls.tree.LeafNode;

/** What a commit did to a member. For one who was removed, the leaf is the one before. */
public record MemberChange(Kind kind, int leafIndex, LeafNode leaf) {
  /** What was done. */
  public enum Kind {
    ADDED,
    REMOVED,
    UPDATED
  }
}
