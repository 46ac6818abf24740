package org.conclave.api.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.osgi.annotation.versioning.ProviderType;

/** The history of each conversation, in the order of commit on this device. */
@ProviderType
public interface MessageStore {
  /**
   * Appends a message. {@code committedAt} is taken by the store.
   *
   * @param recipients own messages: how many members it is sent to; else 0
   * @return false if the author's message of that id is in the history already, or was until its
   *     time was over, and then nothing changes
   */
  boolean add(
      GroupId group,
      MessageId id,
      UserId author,
      boolean own,
      Instant sentAt,
      String text,
      int recipients)
      throws StorageException;

  /**
   * Puts a message of a backup into the history, with the time at which it was committed there. It
   * counts as read, and as nothing that has just arrived: what is published is ConversationChanged.
   *
   * @return false if the author's message of that id is in the history already, or was until its
   *     time was over
   */
  boolean restore(
      GroupId group,
      MessageId id,
      UserId author,
      boolean own,
      Instant sentAt,
      Instant committedAt,
      String text)
      throws StorageException;

  /**
   * Deletes received and own messages that were committed before {@code before}, in all
   * conversations; their sequence numbers are not given again, and what was unread of them no
   * longer counts. The content is overwritten on the disk; a keyed hash of each message's name
   * stays, so that a late copy does not bring it back.
   *
   * @return how many
   */
  int deleteBefore(Instant before) throws StorageException;

  Optional<Message> find(GroupId group, MessageId id) throws StorageException;

  /**
   * Up to {@code limit} messages with a sequence less than {@code before}, the oldest first.
   *
   * @param before {@link Long#MAX_VALUE} for the newest
   */
  List<Message> before(GroupId group, long before, int limit) throws StorageException;

  /** Up to {@code limit} messages with a sequence greater than {@code after}, the oldest first. */
  List<Message> after(GroupId group, long after, int limit) throws StorageException;

  long count(GroupId group) throws StorageException;

  /** One more member has acknowledged the own message {@code id}. */
  void recordReceived(GroupId group, MessageId id) throws StorageException;
}
