package org.conclave.api.messaging;

import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Conversations. Registered while the profile belongs to an organisation. Calls block on disk and
 * engine, never on the network unless they say so; none may be made on an event thread. What a call
 * says it did is committed when it returns. What happens later is told by {@link
 * org.conclave.api.storage.StoreListener}.
 */
@ProviderType
public interface Messenger {
  /**
   * Creates a group whose only member and administrator is this one.
   *
   * @param name 1 to 100 characters
   * @throws MessengerException INVALID_NAME, NOT_ALLOWED_BY_POLICY, ENGINE, STORAGE
   */
  Conversation createGroup(String name) throws MessengerException;

  /**
   * Adds a member: fetches a key package from its device, commits the Add and queues commit and
   * Welcome. Waits on the network for at most 10 s; where the member cannot be reached the wish is
   * kept and carried out when it is.
   *
   * @throws MessengerException NO_SUCH_CONVERSATION, NOT_ADMINISTRATOR, NO_SUCH_MEMBER,
   *     ALREADY_IN_GROUP, EVICTED, REJOINING, ENGINE, STORAGE
   */
  AddOutcome addMember(GroupId group, UserId user) throws MessengerException;

  /** Removes a member from the group; it can read nothing that is sent after. */
  void removeMember(GroupId group, UserId user) throws MessengerException;

  /**
   * Encrypts, commits and queues a message. It need not be connected.
   *
   * @param text 1 to 65,536 bytes of UTF-8
   * @throws MessengerException NO_SUCH_CONVERSATION, EVICTED, REJOINING, INVALID_TEXT, ENGINE,
   *     STORAGE
   */
  Message send(GroupId group, String text) throws MessengerException;

  List<Conversation> conversations() throws MessengerException;

  Optional<Conversation> conversation(GroupId group) throws MessengerException;

  Optional<Message> message(GroupId group, MessageId id) throws MessengerException;

  /** Up to {@code limit} messages with a sequence less than {@code before}, oldest first. */
  List<Message> history(GroupId group, long before, int limit) throws MessengerException;

  /** Up to {@code limit} messages with a sequence greater than {@code after}, oldest first. */
  List<Message> historyAfter(GroupId group, long after, int limit) throws MessengerException;

  long messageCount(GroupId group) throws MessengerException;

  List<GroupParticipant> participants(GroupId group) throws MessengerException;

  void markRead(GroupId group) throws MessengerException;

  /** What of this group and device is still to be delivered, all conversations together. */
  int undelivered() throws MessengerException;

  /** What came of {@link #addMember}. */
  enum AddOutcome {
    ADDED,
    /** The member's device cannot be reached now; it is added when it can. */
    WAITING
  }
}
