package org.conclave.mls;

/**
 * The Welcome is for a group that continues another, whose state was not given: to be repeated with
 * it. One who does not have it was not a member there and cannot join.
 *
 * @param reinitialised whether it continues it after a ReInit; else it is branched from it
 */
public record NeedPredecessor(byte[] groupId, long epoch, boolean reinitialised)
    implements JoinResult {}
