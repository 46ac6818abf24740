package org.conclave.mls;

import java.util.List;
import org.conclave.mls.tree.Extension;

/**
 * What a host may know about an epoch.
 *
 * @param changes of a group that is new to the caller, every member as added; else what the commit
 *     changed
 * @param reinitialised whether a ReInit ended the group: nothing can be sent in it any more
 */
public record EpochSummary(
    byte[] groupId,
    long epoch,
    byte[] treeHash,
    byte[] epochAuthenticator,
    int ownLeaf,
    int memberCount,
    List<RosterChange> changes,
    List<Extension> groupContextExtensions,
    boolean reinitialised) {}
