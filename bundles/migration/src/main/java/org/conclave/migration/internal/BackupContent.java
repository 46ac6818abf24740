package org.conclave.migration.internal;

import java.time.Instant;
import java.util.List;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.AccountMaterial;

/**
 * What a backup holds, read whole and within its bounds; whether the account's parts belong
 * together is for onboarding to say. The texts of messages are Strings, as everywhere in a host:
 * they are not wiped. Keys are.
 */
record BackupContent(
    AccountMaterial account,
    Instant createdAt,
    List<BackedUpConversation> conversations,
    List<BackedUpMessage> messages)
    implements AutoCloseable {
  BackupContent {
    conversations = List.copyOf(conversations);
    messages = List.copyOf(messages);
  }

  /**
   * A group by its name; its state stays behind.
   *
   * @param left whether the member was removed from it
   */
  record BackedUpConversation(GroupId group, String name, Instant createdAt, boolean left) {}

  /** A message of the history. */
  record BackedUpMessage(
      GroupId group,
      MessageId id,
      UserId author,
      boolean own,
      Instant sentAt,
      Instant committedAt,
      String text) {
    @Override
    public String toString() {
      return "BackedUpMessage[" + id + "]";
    }
  }

  /** Wipes the keys. */
  @Override
  public void close() {
    account.close();
  }

  @Override
  public String toString() {
    return "BackupContent[" + conversations.size() + ", " + messages.size() + "]";
  }
}
