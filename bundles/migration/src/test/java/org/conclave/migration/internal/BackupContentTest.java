package org.conclave.migration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.MigrationException.Reason;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;
import org.conclave.migration.internal.BackupContent.BackedUpMessage;
import org.conclave.proto.backup.v1.Backup;
import org.conclave.proto.backup.v1.BackupConversation;
import org.conclave.proto.backup.v1.BackupMessage;
import org.junit.jupiter.api.Test;

/** The payload, beside the classes that protoc makes of its schema. */
class BackupContentTest {
  private static final BackedUpConversation CONVERSATION =
      new BackedUpConversation(
          Samples.group(1), "Wachdienst Größe", Instant.EPOCH.plusNanos(1_234_567_000), true);
  private static final BackedUpMessage MESSAGE =
      new BackedUpMessage(
          Samples.group(1),
          Samples.message(2),
          Samples.user(3),
          true,
          Machine.NOW.plusNanos(1_000),
          Machine.NOW.plusNanos(2_000),
          "Ahoy 🙂");

  private final Account account = new Account(new InMemoryProfile());

  @Test
  void writtenBackupIsWhatItsSchemaSays() throws Exception {
    Backup read = Backup.parseFrom(written().toByteArray());
    assertThat(read.getUnknownFields().asMap()).isEmpty();
    assertThat(read).isEqualTo(sound().build());
  }

  @Test
  void backupOfItsSchemaIsReadAsItWasWritten() throws Exception {
    try (BackupContent content = read(sound().build().toByteArray())) {
      assertThat(content.account().accountKey().toByteArray())
          .isEqualTo(Account.SEED.toByteArray());
      assertThat(content.account().rootKey().orElseThrow().toByteArray())
          .isEqualTo(Account.ROOT.toByteArray());
      assertThat(content.account().statements()).hasSize(2);
      assertThat(content.createdAt()).isEqualTo(Machine.NOW);
      assertThat(content.conversations()).containsExactly(CONVERSATION);
      assertThat(content.messages()).containsExactly(MESSAGE);
    }
  }

  @Test
  void closingWipesTheKeysAndPrintingShowsNone() throws Exception {
    BackupContent content = read(written().toByteArray());
    assertThat(content.toString()).doesNotContain("Ahoy");
    content.close();
    assertThatThrownBy(() -> content.account().accountKey().toByteArray())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> content.account().rootKey().orElseThrow().toByteArray())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fieldsOfLaterReleasesAreSkipped() throws Exception {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .addField(
                100,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                    .build())
            .build();
    Backup backup = sound().setUnknownFields(later).build();
    read(backup.toByteArray()).close();
  }

  @Test
  void laterVersionIsToldAsOne() {
    assertRefused("version 2", Reason.UNKNOWN_VERSION, sound().setVersion(2).build());
  }

  @Test
  void everyPrefixOfAnAccountIsRefused() {
    byte[] whole = sound().clearConversations().clearMessages().build().toByteArray();
    for (int size = 0; size < whole.length; size++) {
      byte[] prefix = Arrays.copyOf(whole, size);
      assertThatThrownBy(() -> read(prefix))
          .as("%d of %d bytes", size, whole.length)
          .isInstanceOfSatisfying(
              MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
    }
  }

  @Test
  void changedBytesAreReadOrRefusedAndNothingElse() throws Exception {
    byte[] whole = written().toByteArray();
    int refused = 0;
    for (int position = 0; position < whole.length; position++) {
      for (int change : new int[] {1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0xff}) {
        byte[] changed = whole.clone();
        changed[position] ^= (byte) change;
        try {
          read(changed).close();
        } catch (MigrationException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 4);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Map<String, Consumer<Backup.Builder>> flaws = new LinkedHashMap<>();
    flaws.put("no version", Backup.Builder::clearVersion);
    flaws.put("no time", Backup.Builder::clearCreatedAt);
    flaws.put("no account seed", Backup.Builder::clearAccountSeed);
    flaws.put("no founding keys", Backup.Builder::clearFoundingKeys);
    flaws.put("no organisation", Backup.Builder::clearOrganisationName);
    flaws.put("no grant", Backup.Builder::clearGrant);
    flaws.put("no record", Backup.Builder::clearRecord);
    flaws.put("no head", Backup.Builder::clearLedgerHead);
    flaws.put("no backup id", Backup.Builder::clearBackupId);
    flaws.put("short account seed", b -> b.setAccountSeed(zeros(31)));
    flaws.put("long account seed", b -> b.setAccountSeed(zeros(33)));
    flaws.put("short root seed", b -> b.setRootSeed(zeros(31)));
    flaws.put("short founding keys", b -> b.setFoundingKeys(zeros(63)));
    flaws.put("long name", b -> b.setOrganisationName("x".repeat(1025)));
    flaws.put("long address", b -> b.addBootstrapAddresses("x".repeat(1025)));
    flaws.put("many addresses", b -> b.addAllBootstrapAddresses(Collections.nCopies(256, "x")));
    flaws.put("large grant", b -> b.setGrant(zeros(Limits.STATEMENT + 1)));
    flaws.put("large record", b -> b.setRecord(zeros(Limits.STATEMENT + 1)));
    flaws.put("empty statement", b -> b.addStatements(ByteString.EMPTY));
    flaws.put("long head", b -> b.setLedgerHead(zeros(65)));
    flaws.put("long backup id", b -> b.setBackupId(zeros(17)));
    flaws.put("conversation twice", b -> b.addConversations(b.getConversations(0)));
    flaws.put("conversation without id", b -> b.getConversationsBuilder(0).clearGroupId());
    flaws.put(
        "conversation's long name", b -> b.getConversationsBuilder(0).setName("x".repeat(1025)));
    flaws.put("message of no conversation", Backup.Builder::clearConversations);
    flaws.put("message without id", b -> b.getMessagesBuilder(0).clearMessageId());
    flaws.put("message without author", b -> b.getMessagesBuilder(0).clearAuthor());
    flaws.put("message's long id", b -> b.getMessagesBuilder(0).setMessageId(zeros(17)));
    flaws.put("end of time", b -> b.setCreatedAt(Long.MAX_VALUE));
    flaws.forEach(
        (flaw, by) -> {
          Backup.Builder changed = sound();
          by.accept(changed);
          assertRefused(flaw, Reason.DAMAGED, changed.build());
        });
  }

  /** What the generated classes cannot be made to write. */
  @Test
  void whatNoWriterWritesIsRefused() {
    byte[] sound = sound().build().toByteArray();
    Map<String, byte[]> appended = new LinkedHashMap<>();
    appended.put("second version", new byte[] {8, 1});
    appended.put("second seed", joined(new byte[] {3 << 3 | 2, 32}, new byte[32]));
    appended.put("second root seed", joined(new byte[] {4 << 3 | 2, 32}, new byte[32]));
    appended.put("second name", new byte[] {6 << 3 | 2, 1, 'x'});
    appended.put("second backup id", joined(new byte[] {12 << 3 | 2, 16}, new byte[16]));
    appended.put("name that is not UTF-8", new byte[] {7 << 3 | 2, 1, (byte) 0xff});
    appended.put("name as a number", new byte[] {7 << 3, 1});
    appended.put("end of a group", new byte[] {7 << 3 | 4});
    appended.put("tag zero", new byte[] {0});
    appended.put("statement of 2 GiB", new byte[] {10 << 3 | 2, -1, -1, -1, -1, 7});
    appended.put("statement of negative size", new byte[] {10 << 3 | 2, -1, -1, -1, -1, 15});
    appended.put("message that runs over the end", new byte[] {14 << 3 | 2, 100, 8});
    appended.put("conversation of 2 GiB", new byte[] {13 << 3 | 2, -1, -1, -1, -1, 7});
    appended.forEach(
        (what, more) ->
            assertThatThrownBy(() -> read(joined(sound, more)))
                .as(what)
                .isInstanceOfSatisfying(
                    MigrationException.class,
                    e -> assertThat(e.reason()).as(what).isEqualTo(Reason.DAMAGED)));
  }

  private void assertRefused(String what, Reason reason, Backup backup) {
    assertThatThrownBy(() -> read(backup.toByteArray()))
        .as(what)
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).as(what).isEqualTo(reason));
  }

  private SecretBytes written() throws Exception {
    account.join();
    try (BackupWriter writer = new BackupWriter()) {
      writer.account(account.material(), Machine.NOW);
      writer.conversation(CONVERSATION);
      writer.message(MESSAGE);
      return writer.written();
    }
  }

  private Backup.Builder sound() {
    try {
      account.join();
      AccountMaterial material = account.material();
      return Backup.newBuilder()
          .setVersion(1)
          .setCreatedAt(Machine.NOW.getEpochSecond())
          .setAccountSeed(string(Account.SEED))
          .setRootSeed(string(Account.ROOT))
          .setFoundingKeys(string(material.founding()))
          .setOrganisationName(material.organisationName())
          .addAllBootstrapAddresses(material.bootstrapAddresses())
          .setGrant(string(material.grant()))
          .setRecord(string(material.record()))
          .addAllStatements(material.statements().stream().map(BackupContentTest::string).toList())
          .setLedgerHead(string(material.ledgerHead()))
          .setBackupId(string(material.backupId()))
          .addConversations(
              BackupConversation.newBuilder()
                  .setGroupId(string(CONVERSATION.group().value()))
                  .setName(CONVERSATION.name())
                  .setCreatedAt(1_234_567)
                  .setLeft(true))
          .addMessages(
              BackupMessage.newBuilder()
                  .setGroupId(string(MESSAGE.group().value()))
                  .setMessageId(string(MESSAGE.id().value()))
                  .setAuthor(string(MESSAGE.author().value()))
                  .setOwn(true)
                  .setSentAt(Machine.NOW.toEpochMilli() * 1_000 + 1)
                  .setCommittedAt(Machine.NOW.toEpochMilli() * 1_000 + 2)
                  .setText(MESSAGE.text()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static BackupContent read(byte[] payload) throws MigrationException {
    return BackupReader.read(SecretBytes.wrap(payload));
  }

  private static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }

  private static ByteString zeros(int size) {
    return ByteString.copyFrom(new byte[size]);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
