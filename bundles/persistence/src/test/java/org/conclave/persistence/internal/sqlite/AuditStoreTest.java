package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.conclave.api.audit.AuditChain;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.audit.AuditEvent.Kind;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.AuditStore.Row;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditStoreTest {
  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void rowSaysWhatHappenedAndWhenByTheStoresClock() throws Exception {
    fixture.clock.turn(Duration.ofMinutes(1));
    String awkward = "Zoë \"the\\one\"\n\u2028 <&> \u0007";
    append(Kind.MEMBER_ADMITTED, Map.of("user", awkward, "role", "MEMBER"));

    Row row = rows(0, 10).get(0);
    assertThat(row.number()).isEqualTo(1);
    assertThat(row.content().toUtf8())
        .startsWith("{\"number\":1,\"at\":\"2026-03-01T10:01:00.123456Z\",\"kind\":")
        .doesNotContain("\n");
    JsonObject content = JsonParser.parseString(row.content().toUtf8()).getAsJsonObject();
    assertThat(content.get("kind").getAsString()).isEqualTo("MEMBER_ADMITTED");
    assertThat(content.getAsJsonObject("details").get("user").getAsString()).isEqualTo(awkward);
    assertThat(content.getAsJsonObject("details").get("role").getAsString()).isEqualTo("MEMBER");
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.AuditAppended());
  }

  @Test
  void chainGoesOnWithoutGapsAfterRollBacksAndRestarts() throws Exception {
    assertThat(count()).isZero();
    assertThat(rows(0, 10)).isEmpty();
    append(Kind.ORGANISATION_FOUNDED, Map.of());
    assertThatThrownBy(
            () ->
                Writing.in(
                    fixture,
                    tx -> {
                      tx.audit().append(AuditEvent.of(Kind.MEMBER_REVOKED, Map.of()));
                      throw new IllegalArgumentException("undo");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    fixture.reopen();
    append(Kind.INVITATION_ISSUED, Map.of("to", "Bob"));
    append(Kind.INVITATION_REVOKED, Map.of("to", "Bob"));

    assertThat(count()).isEqualTo(3);
    List<Row> rows = rows(0, 10);
    assertThat(rows).extracting(Row::number).containsExactly(1L, 2L, 3L);
    Bytes hash = AuditChain.START;
    for (Row row : rows) {
      hash = AuditChain.next(hash, row.content());
      assertThat(row.hash()).isEqualTo(hash);
    }
  }

  @Test
  void pagesRunForward() throws Exception {
    fill(7);
    assertThat(rows(0, 3)).extracting(Row::number).containsExactly(1L, 2L, 3L);
    assertThat(rows(3, 3)).extracting(Row::number).containsExactly(4L, 5L, 6L);
    assertThat(rows(6, 3)).extracting(Row::number).containsExactly(7L);
    assertThat(rows(7, 3)).isEmpty();
    assertThat(rows(99, 3)).isEmpty();
    assertThat(rows(-5, 1)).extracting(Row::number).containsExactly(1L);
    assertThat(rows(0, 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit SET sealed = zeroblob(80) WHERE number = 4",
        "DELETE FROM audit WHERE number = 1",
        "DELETE FROM audit WHERE number = 4",
        "DELETE FROM audit WHERE number = 7",
        "DELETE FROM audit",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET sealed = zeroblob(80)",
        "UPDATE audit SET number = 8 WHERE number = 7",
        "UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE number = 5) WHERE number = 4",
        "INSERT INTO audit SELECT 8, sealed FROM audit WHERE number = 7"
      })
  void rowThatIsChangedGoneMovedOrDoubledOnTheDiskIsDamaged(String tampering) throws Exception {
    fill(7);
    fixture.close();
    Tampering.run(fixture.file, tampering);
    fixture.reopen();
    assertThatThrownBy(() -> rows(0, 100)).satisfies(AuditStoreTest::damaged);
    // From whichever page it is looked at, and where it ends there.
    assertThatThrownBy(
            () -> {
              for (long after = 0; after < 8; after++) {
                rows(after, 1);
              }
            })
        .satisfies(AuditStoreTest::damaged);
  }

  @Test
  void whatIsMissingAtTheEndIsNotContinuedOver() throws Exception {
    fill(2);
    fixture.close();
    Tampering.run(fixture.file, "DELETE FROM audit_head");
    fixture.reopen();
    assertThatThrownBy(() -> append(Kind.DEVICE_CHANGED, Map.of()))
        .satisfies(AuditStoreTest::damaged);
  }

  private void fill(int rows) throws Exception {
    for (int i = 1; i <= rows; i++) {
      append(Kind.DEVICE_CHANGED, Map.of("number", "n" + i, "at", START.toString()));
    }
  }

  private void append(Kind kind, Map<String, String> details) throws Exception {
    Writing.in(fixture, tx -> tx.audit().append(AuditEvent.of(kind, details)));
  }

  private List<Row> rows(long after, int limit) throws StorageException {
    return fixture
        .storage()
        .<List<Row>, RuntimeException>read(tx -> tx.audit().after(after, limit));
  }

  private long count() throws StorageException {
    return fixture.storage().<Long, RuntimeException>read(tx -> tx.audit().count());
  }

  private static void damaged(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.DAMAGED));
  }
}
