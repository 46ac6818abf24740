package org.conclave.migration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.migration.internal.Samples.passphrase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.MigrationException.Reason;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;
import org.conclave.migration.internal.InMemoryProfile.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExportTest {
  private static final String OLD = "an older backup";

  @TempDir Path folder;
  private Path file;
  private Machine machine;

  @BeforeEach
  void member() throws Exception {
    machine = Machine.ofMember(5);
    file = folder.resolve("ada.backup");
  }

  @Test
  void historyGoesWithTheBackupWhereItIsAskedFor() throws Exception {
    machine = Machine.ofMember(450);
    BackupSummary summary = export(true);
    assertThat(summary.messages()).isEqualTo(3 * 450);
    assertThat(summary.conversations()).containsExactly("Group 1", "Group 2", "Group 3");
    assertThat(summary.createdAt()).isEqualTo(Machine.NOW);
    assertThat(summary.account().holdsRoot()).isTrue();
    assertThat(summary.size()).isEqualTo(Files.size(file));
  }

  @Test
  void withoutHistoryThereAreNamesAloneAndNothingOfGroupsThatWereLeft() throws Exception {
    BackupSummary summary = export(false);
    assertThat(summary.messages()).isZero();
    assertThat(summary.conversations()).containsExactly("Group 1", "Group 2");
    try (BackupContent content = written()) {
      assertThat(content.messages()).isEmpty();
      assertThat(content.conversations())
          .extracting(BackedUpConversation::left)
          .containsExactly(false, false);
    }
  }

  @Test
  void rootKeyIsInAnAdministratorsBackupAlone() throws Exception {
    export(false);
    try (BackupContent content = written()) {
      assertThat(content.account().rootKey().orElseThrow().toByteArray())
          .isEqualTo(Account.ROOT.toByteArray());
    }
    machine.account.isNoAdministrators();
    export(false);
    try (BackupContent content = written()) {
      assertThat(content.account().rootKey()).isEmpty();
    }
  }

  @Test
  void backupIsReadableByItsOwnerAlone() throws Exception {
    Files.writeString(file, OLD);
    export(false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void exportIsRecordedWithItsBackupsId() throws Exception {
    export(true);
    assertThat(machine.profile.content().audited())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.kind()).isEqualTo(AuditEvent.Kind.BACKUP_EXPORTED);
              assertThat(entry.details())
                  .containsEntry("backup", Samples.bytes(Limits.BACKUP_ID, 9).toHex())
                  .containsEntry("file", "ada.backup")
                  .containsEntry("messages", "15");
            });
  }

  @Test
  void weakPassphraseIsRefusedBeforeAnythingIsDone() throws Exception {
    assertThatThrownBy(
            () -> machine.migration.export(file, passphrase("password1"), false, told -> {}))
        .isInstanceOfSatisfying(
            MigrationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WEAK_PASSPHRASE));
    assertThat(machine.engine.calls()).isZero();
    assertThat(names()).isEmpty();
  }

  @Test
  void progressOnlyRisesAndReachesItsEndWithTheFile() throws Exception {
    List<Integer> told = new ArrayList<>();
    List<Boolean> there = new ArrayList<>();
    machine.migration.export(
        file,
        passphrase(Machine.PASSPHRASE),
        true,
        perMille -> {
          told.add(perMille);
          there.add(Files.exists(file));
        });
    assertThat(told).isSorted().doesNotHaveDuplicates().startsWith(0).endsWith(1_000);
    assertThat(told).hasSizeGreaterThan(5);
    assertThat(there.subList(0, there.size() - 1)).containsOnly(false);
    assertThat(there.get(there.size() - 1)).isTrue();
  }

  @Test
  void interruptionAtAnyStepLeavesTheOldFileAndNoOther() throws Exception {
    Files.writeString(file, OLD);
    Content before = machine.profile.content();
    List<Integer> steps = new ArrayList<>();
    export(false, steps::add);
    Files.writeString(file, OLD);
    machine.profile.write(tx -> true);
    Content afterOne = machine.profile.content();
    assertThat(afterOne.audited()).hasSize(before.audited().size() + 1);
    for (int step : steps.subList(0, steps.size() - 1)) {
      assertThatThrownBy(
              () ->
                  export(
                      false,
                      perMille -> {
                        if (perMille == step) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .as("at %d", step)
          .isInstanceOfSatisfying(
              MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED));
      assertThat(Thread.interrupted()).as("the caller still sees it").isTrue();
      assertThat(names()).containsExactly("ada.backup");
      assertThat(Files.readString(file)).isEqualTo(OLD);
      assertThat(machine.profile.content()).isEqualTo(afterOne);
    }
  }

  @Test
  void diskThatFailsAtAnyChangeLeavesTheOldFileAndNoOther() throws Exception {
    Files.writeString(file, OLD);
    Content before = machine.profile.content();
    int failures = 0;
    for (boolean failed = true; failed; failures += failed ? 1 : 0) {
      machine.profile.failAfter(failures);
      try {
        export(true);
        failed = false;
      } catch (MigrationException e) {
        assertThat(e.reason()).isEqualTo(Reason.STORAGE);
        assertThat(names()).containsExactly("ada.backup");
        assertThat(Files.readString(file)).isEqualTo(OLD);
        assertThat(machine.profile.content()).isEqualTo(before);
      }
    }
    assertThat(failures).isEqualTo(2);
    assertThat(machine.profile.content().audited()).hasSize(1);
  }

  @Test
  void whatAKilledProcessLeftBehindIsClearedAway() throws Exception {
    Path left = folder.resolve(".ada.backup.conclave-partial");
    Files.writeString(left, "half");
    export(false);
    assertThat(names()).containsExactly("ada.backup");
    assertThat(Files.size(file)).isGreaterThan(100);
  }

  @Test
  void linkInThePlaceOfTheFileIsReplacedAndNotFollowed() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), OLD);
    Files.createSymbolicLink(file, precious);
    Files.createSymbolicLink(folder.resolve(".ada.backup.conclave-partial"), precious);
    export(false);
    assertThat(Files.readString(precious)).isEqualTo(OLD);
    assertThat(file).isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void stoppingTheBundleEndsAnExportAndLeavesNothing() throws Exception {
    machine.engine.takeForEver();
    CountDownLatch sealing = new CountDownLatch(1);
    CompletableFuture<Reason> outcome = new CompletableFuture<>();
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                export(
                    true,
                    perMille -> {
                      if (perMille >= 950) {
                        sealing.countDown();
                      }
                    });
                outcome.completeExceptionally(new AssertionError("exported"));
              } catch (MigrationException e) {
                outcome.complete(e.reason());
              }
              stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(sealing.await(20, TimeUnit.SECONDS)).isTrue();
    machine.migration.stop();
    assertThat(names()).isEmpty();
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Reason.INTERRUPTED);
    assertThat(stillInterrupted.get(20, TimeUnit.SECONDS)).isFalse();
    assertThatThrownBy(() -> export(false)).isInstanceOf(MigrationException.class);
    caller.join(20_000);
  }

  @Test
  void oneCallRunsAtATime() throws Exception {
    Machine other = machine;
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    CompletableFuture<BackupSummary> running =
        CompletableFuture.supplyAsync(
            () ->
                quietly(
                    () ->
                        export(
                            false,
                            perMille -> {
                              if (perMille == 50) {
                                first.countDown();
                                await(mayGoOn);
                              }
                            })));
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<BackupSummary> waiting =
        CompletableFuture.supplyAsync(
            () ->
                quietly(
                    () ->
                        other.migration.export(
                            folder.resolve("second.backup"),
                            passphrase(Machine.PASSPHRASE),
                            false,
                            perMille -> assertThat(running).isDone())));
    mayGoOn.countDown();
    waiting.get(20, TimeUnit.SECONDS);
    assertThat(names()).containsExactly("ada.backup", "second.backup");
  }

  private static BackupSummary quietly(Callable<BackupSummary> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private BackupSummary export(boolean withHistory) throws MigrationException {
    return export(withHistory, perMille -> {});
  }

  private BackupSummary export(boolean withHistory, ProgressListener progress)
      throws MigrationException {
    return machine.migration.export(file, passphrase(Machine.PASSPHRASE), withHistory, progress);
  }

  private BackupContent written() throws Exception {
    byte[] sealed = Files.readAllBytes(file);
    ImportOutcome.Imported outcome =
        (ImportOutcome.Imported)
            machine.engine.importIdentity(
                Bytes.wrap(sealed), passphrase(Machine.PASSPHRASE), perMille -> {});
    return BackupReader.read(outcome.payload());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
