package org.conclave.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.audit.AuditEntry;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.audit.AuditEvent.Kind;
import org.conclave.api.audit.AuditException;
import org.conclave.api.audit.AuditVerdict.Broken;
import org.conclave.api.audit.AuditVerdict.Intact;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.AuditStore.Row;
import org.conclave.api.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileAuditLogTest {
  @TempDir Path folder;
  private final FakeStorage storage = new FakeStorage();
  private final ProfileAuditLog log = new ProfileAuditLog(storage, Optional::empty);

  @Test
  void newestComesFirstAndPagesRunBack() throws Exception {
    storage.fill(600);
    assertThat(log.entries(Long.MAX_VALUE, 3))
        .extracting(AuditEntry::number)
        .containsExactly(600L, 599L, 598L);
    assertThat(log.entries(598, 2)).extracting(AuditEntry::number).containsExactly(597L, 596L);
    assertThat(log.entries(3, 100)).extracting(AuditEntry::number).containsExactly(2L, 1L);
    for (long nothing : new long[] {1, 0, -1, Long.MIN_VALUE}) {
      assertThat(log.entries(nothing, 10)).isEmpty();
    }
    assertThat(log.entries(Long.MAX_VALUE, 0)).isEmpty();
    assertThat(log.entries(Long.MAX_VALUE, -1)).isEmpty();
    assertThat(log.entries(Long.MAX_VALUE, Integer.MAX_VALUE)).hasSize(600);
  }

  @Test
  void entrySaysWhatItsRowSays() throws Exception {
    Map<String, String> details = Map.of("name", "Zoë \"the\\one\"", "role", "MEMBER");
    storage.append(Kind.MEMBER_ADMITTED, details);
    assertThat(log.entries(Long.MAX_VALUE, 10))
        .containsExactly(
            new AuditEntry(
                1,
                FakeStorage.START.plusSeconds(1),
                AuditEvent.of(Kind.MEMBER_ADMITTED, details),
                storage.rows.get(0).hash()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\":1,\"at\":\"2026-03-01T10:00:00Z\",\"kind\":\"SOMETHING_NEW\",\"details\":{}}",
        "{\"number\":1,\"at\":\"yesterday\",\"kind\":\"DEVICE_LOCKED\",\"details\":{}}",
        "{\"number\":1,\"kind\":[]}",
        "{\"number\":1,\""
      })
  void whatThisVersionCannotReadIsSaidAndCanStillBeVerified(String content) throws Exception {
    storage.append(Bytes.utf8(content));
    assertFails(AuditException.Reason.STORAGE, () -> log.entries(Long.MAX_VALUE, 1));
    assertThat(log.verify()).isEqualTo(new Intact(1, Optional.empty()));
  }

  @Test
  void emptyLogIsIntactAndCanBeExported() throws Exception {
    Path file = folder.resolve("log");
    assertThat(log.verify()).isEqualTo(new Intact(0, Optional.empty()));
    assertThat(log.export(file)).isEqualTo(new Intact(0, Optional.empty()));
    assertThat(log.verify(file)).isEqualTo(new Intact(0, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 255, 256, 257, 512, 600})
  void damagedRowIsNamedAndNothingIsExported(long row) throws Exception {
    storage.fill(600);
    storage.damagedRow = row;
    Path file = Files.writeString(folder.resolve("log"), "older");
    assertBroken(row, log.verify());
    assertBroken(row, log.export(file));
    assertThat(file).hasContent("older");
    assertThat(files()).containsExactly(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 256, 257, 400, 600})
  void rowThatDoesNotFollowIsNamed(int row) throws Exception {
    storage.fill(600);
    Row old = storage.rows.get(row - 1);
    storage.rows.set(
        row - 1,
        new Row(row, Bytes.utf8(old.content().toUtf8().replace("u" + row, "v")), old.hash()));
    assertBroken(row, log.verify());
  }

  @Test
  void failingDiskIsNoVerdict() {
    storage.fill(3);
    storage.damagedRow = 2;
    storage.failure = StorageException.Reason.FAILED;
    assertFails(AuditException.Reason.STORAGE, log::verify);
    assertFails(AuditException.Reason.STORAGE, () -> log.export(folder.resolve("log")));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void exportIsSignedByTheDeviceAndForItsOwnerOnly() throws Exception {
    storage.fill(600);
    FakeMembership member = new FakeMembership(1);
    Path file = Files.writeString(folder.resolve("log"), "older");
    ProfileAuditLog signing = new ProfileAuditLog(storage, () -> Optional.of(member));

    assertThat(signing.export(file)).isEqualTo(new Intact(600, Optional.of(member.device())));

    assertThat(signing.verify(file)).isEqualTo(new Intact(600, Optional.of(member.device())));
    // Another profile judges alike.
    assertThat(log.verify(file)).isEqualTo(new Intact(600, Optional.of(member.device())));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(files()).containsExactly(file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(601);
    assertThat(lines.get(4)).contains(storage.rows.get(4).content().toUtf8());
  }

  @Test
  void targetThatCannotBeWrittenIsSaidAndNothingIsLeft() throws Exception {
    storage.fill(3);
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertFails(AuditException.Reason.FILE, () -> log.export(file.resolve("below")));
    assertFails(AuditException.Reason.FILE, () -> log.export(folder.resolve("none/log")));
    assertFails(AuditException.Reason.FILE, () -> log.export(folder));
    assertFails(AuditException.Reason.FILE, () -> log.export(Path.of("/")));
    assertThat(files()).containsExactly(file);
  }

  @Test
  void interruptedExportLeavesTheOlderFile() throws Exception {
    storage.fill(600);
    Path file = Files.writeString(folder.resolve("log"), "older");
    Thread.currentThread().interrupt();
    try {
      assertFails(AuditException.Reason.FILE, () -> log.export(file));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).hasContent("older");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void fileThatCannotBeReadIsNoVerdict() {
    assertFails(AuditException.Reason.FILE, () -> log.verify(folder.resolve("none")));
    assertFails(AuditException.Reason.FILE, () -> log.verify(folder));
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void assertBroken(long number, Object verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Broken.class, broken -> assertThat(broken.number()).isEqualTo(number));
  }

  private static void assertFails(AuditException.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AuditException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageMatching("(?s).*[.]");
  }
}
