package org.conclave.api.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.GroupId;
import org.osgi.annotation.versioning.ProviderType;

/** Conversations; their {@code unread} and {@code lastActivity} follow the {@link MessageStore}. */
@ProviderType
public interface ConversationStore {
  void create(GroupId group, String name, boolean administrator, Instant createdAt)
      throws StorageException;

  Optional<Conversation> find(GroupId group) throws StorageException;

  /**
   * A group that this device does not know yet, by name only: {@link
   * Conversation.Status#REJOINING}, and not its administrator.
   */
  void expect(GroupId group, String name, Instant createdAt) throws StorageException;

  /** Newest activity first. */
  List<Conversation> all() throws StorageException;

  void rename(GroupId group, String name) throws StorageException;

  void setAdministrator(GroupId group, boolean administrator) throws StorageException;

  void setStatus(GroupId group, Conversation.Status status) throws StorageException;

  void markRead(GroupId group) throws StorageException;
}
