package org.conclave.migration.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.Strength;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.api.organisation.AccountSummary;
import org.conclave.api.organisation.AccountTransfer;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;
import org.conclave.migration.internal.BackupContent.BackedUpMessage;

/**
 * Writes a backup. What costs nothing is checked first: the passphrase, the place, the membership.
 * The entry in the audit log is committed when the sealed bytes are on the disk and before they get
 * their name, so that there is no backup without an entry; where the last step fails there is an
 * entry without a backup.
 */
final class Export {
  private static final int PAGE = 200;

  private static final int COLLECTED = 50;
  private static final int SEALED = 950;
  private static final int WRITTEN = 990;

  private final Storage storage;
  private final AccountTransfer transfer;
  private final CurrentEngine engine;
  private final PassphraseMeter meter;
  private final Clock clock;

  Export(
      Storage storage,
      AccountTransfer transfer,
      CurrentEngine engine,
      PassphraseMeter meter,
      Clock clock) {
    this.storage = storage;
    this.transfer = transfer;
    this.engine = engine;
    this.meter = meter;
    this.clock = clock;
  }

  BackupSummary to(Path file, SecretBytes passphrase, boolean withHistory, Progress progress)
      throws MigrationException {
    requireStrength(passphrase);
    progress.at(0);
    try (PendingFile pending = PendingFile.beside(file);
        AccountMaterial account = transfer.material();
        BackupWriter writer = new BackupWriter()) {
      AccountSummary summary = transfer.inspect(account);
      Instant createdAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      writer.account(account, createdAt);
      Collected collected = storage.read(tx -> collect(tx, withHistory, writer));
      progress.at(COLLECTED);
      Bytes sealed = seal(writer, passphrase, progress);
      pending.write(sealed);
      progress.at(WRITTEN);
      requireNoInterruption();
      record(file, account.backupId(), collected);
      pending.publish();
      progress.done();
      return new BackupSummary(
          summary, createdAt, collected.names(), collected.messages(), sealed.size());
    } catch (ClosedByInterruptException e) {
      throw Refusals.interrupted();
    } catch (IOException e) {
      throw interruptedOr(Refusals.unwritable(file, e));
    } catch (OrganisationException e) {
      throw interruptedOr(Refusals.of(e));
    } catch (EngineException e) {
      throw interruptedOr(Refusals.of(e));
    } catch (StorageException e) {
      throw interruptedOr(Refusals.of(e));
    }
  }

  private void requireStrength(SecretBytes passphrase) throws MigrationException {
    if (passphrase.size() > Limits.PASSPHRASE) {
      throw Refusals.tooLongPassphrase();
    }
    if (meter.strength(passphrase) == Strength.WEAK) {
      throw Refusals.weak();
    }
  }

  /** What went into the backup besides the account. */
  private record Collected(List<String> names, int messages) {}

  private static Collected collect(Transaction tx, boolean withHistory, BackupWriter writer)
      throws StorageException, MigrationException {
    List<Conversation> conversations = new ArrayList<>(tx.conversations().all());
    if (!withHistory) {
      // Of one that was left there is nothing but its history.
      conversations.removeIf(Export::isLeft);
    }
    for (Conversation conversation : conversations) {
      writer.conversation(
          new BackedUpConversation(
              conversation.group(),
              conversation.name(),
              conversation.createdAt(),
              isLeft(conversation)));
    }
    int messages = 0;
    if (withHistory) {
      for (Conversation conversation : conversations) {
        messages += collect(tx.messages(), conversation, writer);
      }
    }
    return new Collected(conversations.stream().map(Conversation::name).toList(), messages);
  }

  private static int collect(MessageStore history, Conversation conversation, BackupWriter writer)
      throws StorageException, MigrationException {
    int count = 0;
    long last = 0;
    List<Message> page = history.after(conversation.group(), last, PAGE);
    while (!page.isEmpty()) {
      requireNoInterruption();
      for (Message message : page) {
        writer.message(
            new BackedUpMessage(
                message.group(),
                message.id(),
                message.author(),
                message.own(),
                message.sentAt(),
                message.committedAt(),
                message.text()));
        last = message.sequence();
        count++;
      }
      page = history.after(conversation.group(), last, PAGE);
    }
    return count;
  }

  private static boolean isLeft(Conversation conversation) {
    return conversation.status() == Conversation.Status.EVICTED;
  }

  private Bytes seal(BackupWriter writer, SecretBytes passphrase, Progress progress)
      throws MigrationException, EngineException {
    try (SecretBytes payload = writer.written()) {
      requireReadable(payload);
      return engine
          .await()
          .exportIdentity(payload, passphrase, progress.between(COLLECTED, SEALED));
    }
  }

  /** A backup that cannot be read again is noticed now, and not on the day that it is needed. */
  private static void requireReadable(SecretBytes payload) throws MigrationException {
    try {
      BackupReader.read(payload).close();
    } catch (MigrationException unreadable) {
      throw Refusals.beyondBounds();
    }
  }

  private void record(Path file, Bytes backupId, Collected collected) throws StorageException {
    Map<String, String> details =
        Map.of(
            "backup", backupId.toHex(),
            "file", String.valueOf(file.getFileName()),
            "conversations", String.valueOf(collected.names().size()),
            "messages", String.valueOf(collected.messages()));
    storage.write(
        tx -> {
          tx.audit().append(AuditEvent.of(AuditEvent.Kind.BACKUP_EXPORTED, details));
          return details;
        });
  }

  private static void requireNoInterruption() throws MigrationException {
    if (Thread.currentThread().isInterrupted()) {
      throw Refusals.interrupted();
    }
  }

  /** An interrupted thread makes whatever it calls fail, each in its own words. */
  static MigrationException interruptedOr(MigrationException failure) {
    return Thread.currentThread().isInterrupted() ? Refusals.interrupted() : failure;
  }
}
