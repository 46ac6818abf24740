package org.conclave.migration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.conclave.migration.internal.Samples.passphrase;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.MigrationException.Reason;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.storage.StorageException;
import org.conclave.migration.internal.InMemoryProfile.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each way to fail, brought about: what is told, and that disk and profile are byte for byte as
 * before.
 */
@Timeout(60)
class RefusalsTest {
  private static final String[] SAYS_WHAT_IT_MEANS = {
    "Nothing was changed", "No backup was written", "is as it was"
  };

  @TempDir Path folder;
  private Path backup;
  private Machine member;
  private Machine fresh;

  @BeforeEach
  void backUp() throws Exception {
    backup = folder.resolve("ada.backup");
    member = Machine.ofMember(3);
    member.migration.export(backup, passphrase(Machine.PASSPHRASE), true, perMille -> {});
    fresh = new Machine();
  }

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void eachReasonIsReachedSaysWhatToDoAndChangesNothing(Reason reason) throws Exception {
    ThrowingCallable failing = bringAbout(reason);
    assertRefused(reason, failing);
  }

  @ParameterizedTest
  @EnumSource(ImportOutcome.Reason.class)
  void eachRefusalOfTheEngineIsToldByItsOwnName(ImportOutcome.Reason reason) throws Exception {
    fresh.engine.refuse(reason);
    assertRefused(Reason.valueOf(reason.name()), this::restore);
    assertRefused(Reason.valueOf(reason.name()), this::inspect);
  }

  /** How each of them comes about from outside. */
  private ThrowingCallable bringAbout(Reason reason) throws Exception {
    return switch (reason) {
      case NOT_MEMBER -> () -> exportFrom(fresh, folder.resolve("new.backup"));
      case ALREADY_MEMBER -> {
        fresh.account.join();
        yield this::restore;
      }
      case WEAK_PASSPHRASE -> () -> exportWith(passphrase("Harbour2026"));
      case NOT_A_BACKUP -> {
        Files.writeString(backup, "a shopping list, and then some");
        yield this::restore;
      }
      case CUT_OFF -> {
        Files.write(backup, Arrays.copyOf(Files.readAllBytes(backup), 11));
        yield this::restore;
      }
      case UNKNOWN_VERSION -> {
        Files.write(
            backup,
            SealingEngine.seal(new byte[] {8, 2, 16, 1}, passphrase(Machine.PASSPHRASE))
                .toByteArray());
        yield this::restore;
      }
      case COST_OUT_OF_BOUNDS -> {
        fresh.engine.refuse(ImportOutcome.Reason.COST_OUT_OF_BOUNDS);
        yield this::restore;
      }
      case WRONG_PASSPHRASE_OR_DAMAGED -> () -> restoreWith(passphrase("something else"));
      case DAMAGED -> {
        fresh.account.failWith(OrganisationException.Reason.BACKUP_DAMAGED);
        yield this::restore;
      }
      case TOO_LARGE -> {
        try (RandomAccessFile sparse = new RandomAccessFile(backup.toFile(), "rw")) {
          sparse.setLength(1L << 24 | 1025);
        }
        yield this::restore;
      }
      case NOT_ENOUGH_MEMORY -> {
        fresh.engine.refuse(ImportOutcome.Reason.NOT_ENOUGH_MEMORY);
        yield this::inspect;
      }
      case FILE -> () -> exportFrom(member, folder.resolve("no such folder/new.backup"));
      case ENGINE -> {
        fresh.engine.breakDown();
        yield this::restore;
      }
      case STORAGE -> {
        fresh.profile.failAfter(3);
        yield this::restore;
      }
      case INTERRUPTED ->
          () -> {
            Thread.currentThread().interrupt();
            restore();
          };
    };
  }

  @Test
  void placesThatCannotBeWrittenToAreFoundBeforeTheWork() throws Exception {
    int before = member.engine.calls();
    Files.createDirectory(folder.resolve("a folder"));
    for (Path place :
        new Path[] {folder.resolve("a folder"), backup.resolve("below a file"), folder.getRoot()}) {
      assertRefused(Reason.FILE, () -> exportFrom(member, place));
    }
    assertThat(member.engine.calls()).isEqualTo(before);
  }

  @Test
  void whatIsNoFileIsToldAndNotWaitedFor() throws Exception {
    assertRefused(Reason.FILE, () -> restoreFrom(folder.resolve("missing.backup")));
    assertRefused(Reason.FILE, () -> restoreFrom(folder));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertRefused(Reason.FILE, () -> restoreFrom(pipe));
    Files.delete(pipe);
  }

  @Test
  void passphrasesThatNoBackupHasAreWrongWithoutAskingTheEngine() throws Exception {
    assertRefused(
        Reason.WRONG_PASSPHRASE_OR_DAMAGED, () -> restoreWith(SecretBytes.wrap(new byte[0])));
    assertRefused(
        Reason.WRONG_PASSPHRASE_OR_DAMAGED, () -> restoreWith(SecretBytes.wrap(new byte[1025])));
    assertThat(fresh.engine.calls()).isZero();
    assertRefused(
        Reason.WEAK_PASSPHRASE, () -> exportWith(passphrase(Machine.PASSPHRASE.repeat(30))));
  }

  @Test
  void exportNeedsTheEngineTheProfileAndTheMembershipEachByItsName() throws Exception {
    Path file = folder.resolve("new.backup");
    member.migration.unbindEngine(member.engine);
    assertRefused(Reason.ENGINE, () -> exportFrom(member, file));
    member.migration.bindEngine(member.engine);
    member.engine.breakDown();
    assertRefused(Reason.ENGINE, () -> exportFrom(member, file));
    Machine unreadable = Machine.ofMember(1);
    unreadable.profile.failAfter(0);
    assertRefused(Reason.STORAGE, () -> exportFrom(unreadable, file));
  }

  @Test
  void historyThatIsTooLargeIsToldToBeLeftOut() throws Exception {
    member.profile.write(
        tx -> {
          for (int i = 0; i < 17; i++) {
            tx.messages()
                .add(
                    Samples.group(1),
                    Samples.message(9_000 + i),
                    Samples.user(1),
                    false,
                    Machine.NOW,
                    "x".repeat(1 << 20),
                    0);
          }
          return true;
        });
    assertRefused(Reason.TOO_LARGE, () -> exportFrom(member, folder.resolve("new.backup")));
    member.migration.export(
        folder.resolve("new.backup"), passphrase(Machine.PASSPHRASE), false, perMille -> {});
  }

  @Test
  void partsThatDoNotBelongTogetherAreToldApartFromAWrongPassphrase() throws Exception {
    byte[] payload = {8, 1, 16, 1};
    Files.write(backup, SealingEngine.seal(payload, passphrase(Machine.PASSPHRASE)).toByteArray());
    assertRefused(Reason.DAMAGED, this::restore);
    assertRefused(Reason.DAMAGED, this::inspect);
  }

  @ParameterizedTest
  @EnumSource(OrganisationException.Reason.class)
  void whateverOnboardingSaysIsPassedOn(OrganisationException.Reason reason) throws Exception {
    fresh.account.failWith(reason);
    Reason expected =
        switch (reason) {
          case NOT_MEMBER -> Reason.NOT_MEMBER;
          case ALREADY_MEMBER -> Reason.ALREADY_MEMBER;
          case ENGINE -> Reason.ENGINE;
          case STORAGE -> Reason.STORAGE;
          default -> Reason.DAMAGED;
        };
    assertRefused(expected, this::restore);
  }

  private void assertRefused(Reason reason, ThrowingCallable call) throws Exception {
    Map<String, String> filesBefore = files();
    Content memberBefore = member.profile.content();
    Content freshBefore = fresh.profile.content();
    MigrationException refusal = catchThrowableOfType(MigrationException.class, call);
    Thread.interrupted();
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.getMessage()).containsAnyOf(SAYS_WHAT_IT_MEANS);
    assertThat(refusal.getMessage().split("[.:;] ")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(files()).isEqualTo(filesBefore);
    assertThat(member.profile.content()).isEqualTo(memberBefore);
    assertThat(fresh.profile.content()).isEqualTo(freshBefore);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> content = new HashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.toList()) {
        content.put(
            folder.relativize(path).toString(),
            Files.isRegularFile(path)
                ? Arrays.hashCode(Files.readAllBytes(path)) + " of " + Files.size(path)
                : "");
      }
    }
    return content;
  }

  private void restore() throws MigrationException {
    restoreFrom(backup);
  }

  private void restoreFrom(Path file) throws MigrationException {
    fresh.migration.restore(file, passphrase(Machine.PASSPHRASE), perMille -> {});
  }

  private void restoreWith(SecretBytes other) throws MigrationException {
    fresh.migration.restore(backup, other, perMille -> {});
  }

  private void inspect() throws MigrationException {
    fresh.migration.inspect(backup, passphrase(Machine.PASSPHRASE), perMille -> {});
  }

  private void exportWith(SecretBytes other) throws MigrationException {
    member.migration.export(folder.resolve("new.backup"), other, true, perMille -> {});
  }

  private static void exportFrom(Machine machine, Path file)
      throws MigrationException, StorageException {
    machine.migration.export(file, passphrase(Machine.PASSPHRASE), true, perMille -> {});
  }
}
