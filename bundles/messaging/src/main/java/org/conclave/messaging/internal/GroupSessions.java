package org.conclave.messaging.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.conclave.api.identity.GroupId;

/**
 * One session for each group of this device, and none for any other: what a peer says of groups
 * that do not exist here takes no memory. Thread-safe.
 */
final class GroupSessions {
  private final Map<GroupId, GroupSession> sessions = new ConcurrentHashMap<>();
  private final Function<GroupId, GroupSession> factory;
  private volatile boolean closed;

  GroupSessions(Function<GroupId, GroupSession> factory) {
    this.factory = factory;
  }

  Optional<GroupSession> find(GroupId group) {
    return Optional.ofNullable(sessions.get(group));
  }

  /** The session of a group that is in the store. */
  GroupSession open(GroupId group) {
    GroupSession session = sessions.computeIfAbsent(group, factory);
    if (closed) {
      session.close();
    }
    return session;
  }

  Collection<GroupSession> all() {
    return List.copyOf(sessions.values());
  }

  void close() {
    closed = true;
    sessions.values().forEach(GroupSession::close);
  }
}
