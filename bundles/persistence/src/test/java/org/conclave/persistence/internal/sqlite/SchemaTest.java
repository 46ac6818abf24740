package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.ALICE;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;
import static org.conclave.persistence.internal.sqlite.StorageFixture.message;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void fill() throws Exception {
    fixture = new StorageFixture(folder);
    Writing.in(fixture, tx -> tx.conversations().create(GROUP, "Lunch", true, START));
    fixture.close();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void olderDatabaseIsBroughtForwardWithWhatItHolds() throws Exception {
    try (SqliteStorage storage =
        open("CREATE TABLE extra (id INTEGER PRIMARY KEY)", "INSERT INTO extra VALUES (5)")) {
      String name =
          storage.<String, RuntimeException>read(
              tx -> tx.conversations().find(GROUP).orElseThrow().name());
      assertThat(name).isEqualTo("Lunch");
    }
    assertThat(Tampering.count(fixture.file, "extra")).isEqualTo(1);
    // A second start has nothing left to do: the script would fail.
    open("CREATE TABLE extra (id INTEGER PRIMARY KEY)").close();
  }

  @Test
  void historyOfTheFirstFormIsReadWrittenAndExpiresLikeAnyOther() throws Exception {
    Path first = folder.resolve("first.db");
    Files.createFile(first);
    try (SqliteStorage storage =
        SqliteStorage.open(
            first,
            StorageFixture.sealer(),
            fixture.clock,
            events -> {},
            new Schema(List.of(SchemaScripts.V1)),
            true)) {
      storage.<Object, StorageException>write(
          tx -> {
            tx.conversations().create(GROUP, "Lunch", true, START);
            insertFirstForm((UnitOfWork) tx, 1, START);
            insertFirstForm((UnitOfWork) tx, 2, START.plusSeconds(7200));
            return Boolean.TRUE;
          });
    }
    try (SqliteStorage storage =
        SqliteStorage.open(first, StorageFixture.sealer(), fixture.clock, events -> {})) {
      storage.<Object, StorageException>write(
          tx -> {
            assertThat(tx.messages().after(GROUP, 0, 9))
                .extracting(Message::text)
                .containsExactly("m1", "m2");
            tx.messages().add(GROUP, message(3), ALICE, true, START, "m3", 1);
            assertThat(tx.messages().deleteBefore(START.plusSeconds(1))).isEqualTo(2);
            tx.audit().append(AuditEvent.of(AuditEvent.Kind.DEVICE_LOCKED, Map.of()));
            return Boolean.TRUE;
          });
      storage.<Object, StorageException>read(
          tx -> {
            assertThat(tx.messages().after(GROUP, 0, 9))
                .extracting(Message::text)
                .containsExactly("m2");
            assertThat(tx.audit().count()).isEqualTo(1);
            return Boolean.TRUE;
          });
    }
  }

  @Test
  void newerDatabaseIsRefusedAndLeftAsItIs() throws Exception {
    open("CREATE TABLE extra (id INTEGER PRIMARY KEY)").close();
    assertThatThrownBy(() -> fixture.reopen())
        .isInstanceOfSatisfying(
            ProfileException.class,
            e -> assertThat(e.reason()).isEqualTo(ProfileException.Reason.TOO_NEW));
    assertThat(Tampering.count(fixture.file, "extra")).isZero();
  }

  @Test
  void migrationThatFailsLeavesTheOldForm() throws Exception {
    assertThatThrownBy(() -> open("CREATE TABLE extra (id INTEGER)", "NO SUCH STATEMENT"))
        .isInstanceOf(ProfileException.class);
    fixture.reopen();
    assertThatThrownBy(() -> Tampering.count(fixture.file, "extra"))
        .hasMessageContaining("no such table");
  }

  @Test
  void foreignDatabaseIsNotTakenOver() throws Exception {
    Tampering.run(fixture.file, "PRAGMA application_id = 1");
    assertThatThrownBy(() -> fixture.reopen())
        .isInstanceOfSatisfying(
            ProfileException.class,
            e -> assertThat(e.reason()).isEqualTo(ProfileException.Reason.DAMAGED));
  }

  /** As the first version of the product wrote it. */
  private static void insertFirstForm(UnitOfWork work, int number, Instant committedAt)
      throws StorageException {
    byte[] grp = work.group(GROUP);
    byte[] identity = RowIdentity.of(grp, number);
    byte[] record =
        new RecordWriter()
            .bytes(message(number).value())
            .bytes(ALICE.value())
            .flag(true)
            .instant(START)
            .instant(committedAt)
            .text("m" + number)
            .done();
    work.update(
        "UPDATE conversation SET unread = ? WHERE grp = ?",
        work.column("conversation", "unread").seal(grp, new RecordWriter().number(0).done()),
        grp);
    work.update(
        "INSERT INTO message (grp, sequence, author_id, id, sealed, delivery)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        grp,
        number,
        work.lookup("message.author", GROUP.value(), ALICE.value(), message(number).value()),
        work.lookup("message.id", GROUP.value(), message(number).value()),
        work.column("message", "sealed").seal(identity, record),
        work.column("message", "delivery")
            .seal(identity, new RecordWriter().number(1).number(0).done()));
  }

  private SqliteStorage open(String... nextScript) throws Exception {
    return SqliteStorage.open(
        fixture.file,
        StorageFixture.sealer(),
        fixture.clock,
        events -> {},
        new Schema(List.of(SchemaScripts.V1, SchemaScripts.V2, List.of(nextScript))),
        false);
  }
}
