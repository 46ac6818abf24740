package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;

import java.nio.file.Path;
import java.util.List;
import org.conclave.api.storage.ProfileException;
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

  private SqliteStorage open(String... secondScript) throws Exception {
    return SqliteStorage.open(
        fixture.file,
        StorageFixture.sealer(),
        fixture.clock,
        events -> {},
        new Schema(List.of(SchemaScripts.V1, List.of(secondScript))),
        false);
  }
}
