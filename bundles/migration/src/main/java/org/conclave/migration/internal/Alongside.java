package org.conclave.migration.internal;

import java.util.List;
import java.util.Map;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.organisation.AccountSummary;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.ConversationStore;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;
import org.conclave.migration.internal.BackupContent.BackedUpMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a restore puts into the profile in the transaction that the account comes in: conversations,
 * messages, the entry in the audit log. Gives up when its thread is interrupted.
 */
record Alongside(AccountSummary account, BackupContent content, Progress progress)
    implements Storage.Work<@Nullable Void, StorageException> {
  private static final int STORED = 990;

  /** Messages between two looks at whether to go on. */
  private static final int STRIDE = 100;

  @Override
  @SuppressWarnings("NullAway") // Void has no value but null.
  public @Nullable Void in(Transaction tx) throws StorageException {
    for (BackedUpConversation conversation : content.conversations()) {
      expect(tx.conversations(), conversation);
    }
    List<BackedUpMessage> messages = content.messages();
    for (int i = 0; i < messages.size(); i++) {
      if (i % STRIDE == 0) {
        requireNoInterruption();
        int span = STORED - Restoration.VERIFIED;
        progress.at(Restoration.VERIFIED + (int) (span * (long) i / messages.size()));
      }
      store(tx, messages.get(i));
    }
    tx.audit().append(entry());
    return null;
  }

  private static void store(Transaction tx, BackedUpMessage message) throws StorageException {
    tx.messages()
        .restore(
            message.group(),
            message.id(),
            message.author(),
            message.own(),
            message.sentAt(),
            message.committedAt(),
            message.text());
  }

  /** A profile that gave up on an earlier restore may know the conversation. */
  private static void expect(ConversationStore conversations, BackedUpConversation conversation)
      throws StorageException {
    if (conversations.find(conversation.group()).isEmpty()) {
      conversations.expect(conversation.group(), conversation.name(), conversation.createdAt());
    }
    conversations.setStatus(
        conversation.group(),
        conversation.left() ? Conversation.Status.EVICTED : Conversation.Status.REJOINING);
  }

  private AuditEvent entry() {
    return AuditEvent.of(
        AuditEvent.Kind.ACCOUNT_RESTORED,
        Map.of(
            "backup", content.account().backupId().toHex(),
            "user", account.user().toHex(),
            "made", content.createdAt().toString(),
            "conversations", String.valueOf(content.conversations().size()),
            "messages", String.valueOf(content.messages().size())));
  }

  private static void requireNoInterruption() throws StorageException {
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageException(
          StorageException.Reason.FAILED, "It was interrupted before it was done.");
    }
  }

  @Override
  public String toString() {
    return "Alongside[" + content + "]";
  }
}
