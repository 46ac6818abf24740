package org.conclave.api.engine;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;

/**
 * What an epoch looks like from outside.
 *
 * @param epochAuthenticator RFC 9420 section 8.7: equal at all members that are in the same state
 * @param changes after creating or joining, every member as ADDED; after a commit, what it changed
 */
public record EpochSummary(
    GroupId group,
    long epoch,
    Bytes epochAuthenticator,
    int ownLeaf,
    int memberCount,
    List<MemberChange> changes,
    List<GroupExtension> extensions) {
  public EpochSummary {
    changes = List.copyOf(changes);
    extensions = List.copyOf(extensions);
  }
}
