package org.conclave.migration.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;
import org.conclave.migration.internal.BackupContent.BackedUpMessage;
import org.conclave.proto.backup.v1.Backup;
import org.conclave.proto.backup.v1.BackupConversation;
import org.conclave.proto.backup.v1.BackupMessage;

/**
 * Serialises a backup piece by piece, so that a history need not be in memory twice. Every array
 * that a key or a text passed through is wiped. Not thread-safe.
 */
final class BackupWriter implements AutoCloseable {
  static final int VERSION = 1;

  private final WipingBuffer out = new WipingBuffer(Limits.PAYLOAD);

  /** Comes first, and once. */
  void account(AccountMaterial account, Instant createdAt) throws MigrationException {
    out.append(Field.number(Backup.VERSION_FIELD_NUMBER, VERSION));
    out.append(Field.number(Backup.CREATED_AT_FIELD_NUMBER, createdAt.getEpochSecond()));
    out.append(Field.secret(Backup.ACCOUNT_SEED_FIELD_NUMBER, account.accountKey()));
    if (account.rootKey().isPresent()) {
      out.append(Field.secret(Backup.ROOT_SEED_FIELD_NUMBER, account.rootKey().get()));
    }
    out.append(Field.bytes(Backup.FOUNDING_KEYS_FIELD_NUMBER, account.founding()));
    out.append(Field.text(Backup.ORGANISATION_NAME_FIELD_NUMBER, account.organisationName()));
    for (String address : account.bootstrapAddresses()) {
      out.append(Field.text(Backup.BOOTSTRAP_ADDRESSES_FIELD_NUMBER, address));
    }
    out.append(Field.bytes(Backup.GRANT_FIELD_NUMBER, account.grant()));
    out.append(Field.bytes(Backup.RECORD_FIELD_NUMBER, account.record()));
    for (Bytes statement : account.statements()) {
      out.append(Field.bytes(Backup.STATEMENTS_FIELD_NUMBER, statement));
    }
    out.append(Field.bytes(Backup.LEDGER_HEAD_FIELD_NUMBER, account.ledgerHead()));
    out.append(Field.bytes(Backup.BACKUP_ID_FIELD_NUMBER, account.backupId()));
  }

  void conversation(BackedUpConversation conversation) throws MigrationException {
    out.append(
        Field.message(
            Backup.CONVERSATIONS_FIELD_NUMBER,
            Field.bytes(BackupConversation.GROUP_ID_FIELD_NUMBER, conversation.group().value()),
            Field.text(BackupConversation.NAME_FIELD_NUMBER, conversation.name()),
            Field.number(
                BackupConversation.CREATED_AT_FIELD_NUMBER, micros(conversation.createdAt())),
            Field.flag(BackupConversation.LEFT_FIELD_NUMBER, conversation.left())));
  }

  /** Of a conversation that was written before. */
  void message(BackedUpMessage message) throws MigrationException {
    out.append(
        Field.message(
            Backup.MESSAGES_FIELD_NUMBER,
            Field.bytes(BackupMessage.GROUP_ID_FIELD_NUMBER, message.group().value()),
            Field.bytes(BackupMessage.MESSAGE_ID_FIELD_NUMBER, message.id().value()),
            Field.bytes(BackupMessage.AUTHOR_FIELD_NUMBER, message.author().value()),
            Field.flag(BackupMessage.OWN_FIELD_NUMBER, message.own()),
            Field.number(BackupMessage.SENT_AT_FIELD_NUMBER, micros(message.sentAt())),
            Field.number(BackupMessage.COMMITTED_AT_FIELD_NUMBER, micros(message.committedAt())),
            Field.text(BackupMessage.TEXT_FIELD_NUMBER, message.text())));
  }

  /** A copy of everything that was written, which the caller closes. */
  SecretBytes written() {
    return out.written();
  }

  @Override
  public void close() {
    out.close();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
