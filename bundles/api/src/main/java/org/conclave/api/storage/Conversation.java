package org.conclave.api.storage;

import java.time.Instant;
import org.conclave.api.identity.GroupId;

/**
 * A conversation as the profile keeps it.
 *
 * @param administrator whether this member administers the group
 * @param unread messages received since it was last marked as read
 */
public record Conversation(
    GroupId group,
    String name,
    Status status,
    boolean administrator,
    Instant createdAt,
    Instant lastActivity,
    int unread) {
  /** Whether one can take part. */
  public enum Status {
    LIVE,
    /** This member was removed: history stays readable, sending is refused. */
    EVICTED,
    /**
     * This member belongs to the group, and this device has no state of it: it was restored, or
     * took the account's place. History stays readable; the group's administrators add it again.
     */
    REJOINING
  }
}
