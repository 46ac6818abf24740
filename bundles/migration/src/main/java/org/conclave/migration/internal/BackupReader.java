package org.conclave.migration.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;
import org.conclave.migration.internal.BackupContent.BackedUpMessage;
import org.conclave.proto.backup.v1.Backup;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link BackupWriter} wrote. Whoever knows the passphrase may have written anything:
 * sizes are bounded before anything is allocated, each field is there as often as it may be, and
 * whatever does not fit is DAMAGED. Fields that it does not know are skipped. Used once.
 *
 * <p>Wiped are the array that is read, and each key that is given up on; the stream over that array
 * has no buffer of its own.
 */
final class BackupReader {
  private final List<String> addresses = new ArrayList<>();
  private final List<Bytes> statements = new ArrayList<>();
  private final List<BackedUpConversation> conversations = new ArrayList<>();
  private final List<BackedUpMessage> messages = new ArrayList<>();
  private final Set<GroupId> groups = new HashSet<>();
  private @Nullable Instant createdAt;
  private @Nullable SecretBytes accountSeed;
  private @Nullable SecretBytes rootSeed;
  private @Nullable Bytes founding;
  private @Nullable String organisationName;
  private @Nullable Bytes grant;
  private @Nullable Bytes record;
  private @Nullable Bytes ledgerHead;
  private @Nullable Bytes backupId;

  private BackupReader() {}

  /**
   * @return to be closed by the caller, as is {@code payload}
   * @throws MigrationException UNKNOWN_VERSION, DAMAGED
   */
  static BackupContent read(SecretBytes payload) throws MigrationException {
    byte[] serialised = payload.toByteArray();
    BackupReader reader = new BackupReader();
    boolean whole = false;
    try {
      CodedInputStream in = CodedInputStream.newInstance(serialised);
      requireVersion(in);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        reader.field(in, tag);
      }
      BackupContent content = reader.content();
      whole = true;
      return content;
    } catch (IOException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
      // Without the cause: a parser's message may quote what it read.
      throw Refusals.damaged();
    } finally {
      Arrays.fill(serialised, (byte) 0);
      if (!whole) {
        reader.wipe();
      }
    }
  }

  private static void requireVersion(CodedInputStream in) throws IOException, MigrationException {
    if (in.readTag() != tag(Backup.VERSION_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT)) {
      throw Refusals.damaged();
    }
    if (in.readUInt32() != BackupWriter.VERSION) {
      throw Refusals.unknownVersion();
    }
  }

  private void field(CodedInputStream in, int tag) throws IOException, MigrationException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case Backup.CREATED_AT_FIELD_NUMBER ->
          createdAt = once(createdAt, Instant.ofEpochSecond(Parts.number(in, tag)));
      case Backup.ACCOUNT_SEED_FIELD_NUMBER -> {
        require(accountSeed == null);
        accountSeed = seed(in, tag);
      }
      case Backup.ROOT_SEED_FIELD_NUMBER -> {
        require(rootSeed == null);
        rootSeed = seed(in, tag);
      }
      case Backup.FOUNDING_KEYS_FIELD_NUMBER ->
          founding = once(founding, Parts.exact(in, tag, Limits.FOUNDING_KEYS));
      case Backup.ORGANISATION_NAME_FIELD_NUMBER ->
          organisationName = once(organisationName, Parts.text(in, tag, Limits.NAME));
      case Backup.BOOTSTRAP_ADDRESSES_FIELD_NUMBER -> {
        require(addresses.size() < Limits.ADDRESSES);
        addresses.add(Parts.text(in, tag, Limits.ADDRESS));
      }
      case Backup.GRANT_FIELD_NUMBER -> grant = once(grant, statement(in, tag));
      case Backup.RECORD_FIELD_NUMBER -> record = once(record, statement(in, tag));
      case Backup.STATEMENTS_FIELD_NUMBER -> statements.add(statement(in, tag));
      case Backup.LEDGER_HEAD_FIELD_NUMBER ->
          ledgerHead = once(ledgerHead, Parts.bytes(in, tag, Limits.LEDGER_HEAD));
      case Backup.BACKUP_ID_FIELD_NUMBER ->
          backupId = once(backupId, Parts.exact(in, tag, Limits.BACKUP_ID));
      case Backup.CONVERSATIONS_FIELD_NUMBER -> {
        BackedUpConversation conversation = Parts.conversation(in, tag);
        require(groups.add(conversation.group()));
        conversations.add(conversation);
      }
      case Backup.MESSAGES_FIELD_NUMBER -> messages.add(Parts.message(in, tag));
      case Backup.VERSION_FIELD_NUMBER -> throw Refusals.damaged();
      default -> require(in.skipField(tag));
    }
  }

  private BackupContent content() throws MigrationException {
    for (BackedUpMessage message : messages) {
      require(groups.contains(message.group()));
    }
    AccountMaterial account =
        new AccountMaterial(
            present(accountSeed),
            Optional.ofNullable(rootSeed),
            present(founding),
            present(organisationName),
            addresses,
            present(grant),
            present(record),
            statements,
            present(ledgerHead),
            present(backupId));
    return new BackupContent(account, present(createdAt), conversations, messages);
  }

  private static SecretBytes seed(CodedInputStream in, int tag)
      throws IOException, MigrationException {
    return SecretBytes.wrap(Parts.array(in, tag, Limits.SEED, Limits.SEED));
  }

  private static Bytes statement(CodedInputStream in, int tag)
      throws IOException, MigrationException {
    return Parts.bytes(in, tag, Limits.STATEMENT);
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  private static <T> T once(@Nullable T before, T value) throws MigrationException {
    require(before == null);
    return value;
  }

  private static <T> T present(@Nullable T value) throws MigrationException {
    if (value == null) {
      throw Refusals.damaged();
    }
    return value;
  }

  private static void require(boolean condition) throws MigrationException {
    if (!condition) {
      throw Refusals.damaged();
    }
  }

  private void wipe() {
    if (accountSeed != null) {
      accountSeed.close();
    }
    if (rootSeed != null) {
      rootSeed.close();
    }
  }
}
