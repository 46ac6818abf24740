package org.conclave.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.ProfileFixture.passphrase;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileException.Reason;
import org.conclave.api.storage.ProfileStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProfileErasureTest {
  @TempDir Path parent;
  private Path directory;
  private ProfileFixture fixture;

  @BeforeEach
  void create() throws Exception {
    directory = parent.resolve("profile");
    fixture = new ProfileFixture(directory);
    fixture.profile.create(passphrase());
    put();
  }

  @AfterEach
  void close() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    fixture.close();
  }

  @Test
  void nothingOfAnUnlockedProfileIsLeftAndItIsAbsent() throws Exception {
    List<ProfileStatus> told = new CopyOnWriteArrayList<>();
    fixture.events.add((ProfileStatus status) -> told.add(status));

    fixture.profile.erase();

    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.ABSENT);
    assertThat(fixture.offered.get()).isNull();
    assertThat(files()).isEmpty();
    ProfileFixture.await(() -> told.size() == 2);
    assertThat(told).containsExactly(ProfileStatus.LOCKED, ProfileStatus.ABSENT);
    assertFails(Reason.ABSENT, fixture);
  }

  @Test
  void lockedProfileCanBeErasedWithoutItsPassphrase() throws Exception {
    fixture.profile.lock();
    fixture.profile.erase();
    assertThat(files()).isEmpty();
  }

  @Test
  void erasingTwiceOrWhereNothingIsDoesNothing() throws Exception {
    fixture.profile.erase();
    fixture.profile.erase();
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.ABSENT);
    ProfileFixture none = new ProfileFixture(parent.resolve("none"));
    none.profile.erase();
    assertThat(parent.resolve("none")).doesNotExist();
    none.close();
  }

  @Test
  void newProfileCanBeMadeInItsPlace() throws Exception {
    fixture.profile.erase();
    fixture.profile.create(passphrase());
    assertThat(
            fixture
                .storage()
                .<Boolean, RuntimeException>read(
                    tx -> tx.keyValues().get("test", "key").isPresent()))
        .isFalse();
  }

  @Test
  void foreignFilesAndWhatLinksLeadToStay() throws Exception {
    fixture.profile.lock();
    Path foreign = Files.writeString(directory.resolve("notes.txt"), "mine");
    Path target = Files.writeString(parent.resolve("elsewhere"), "also mine");
    Files.createSymbolicLink(directory.resolve("profile.db-journal"), target);

    fixture.profile.erase();

    assertThat(files()).containsExactly(foreign);
    assertThat(target).hasContent("also mine");
  }

  @Test
  void contentIsOverwrittenBeforeItsFileGoes() throws Exception {
    fixture.profile.lock();
    // A second name keeps the content in sight when the first is deleted.
    Path database = Files.createLink(parent.resolve("db"), directory.resolve("profile.db"));
    Path header = Files.createLink(parent.resolve("header"), directory.resolve("profile.header"));
    long size = Files.size(database);

    fixture.profile.erase();

    assertThat(Files.readAllBytes(database)).hasSize((int) size).containsOnly(0);
    assertThat(Files.readAllBytes(header)).isNotEmpty().containsOnly(0);
  }

  @Test
  void erasureThatWasCutShortIsEndedByTheNextStart() throws Exception {
    fixture.profile.lock();
    try (RandomAccessFile header =
        new RandomAccessFile(directory.resolve("profile.header").toFile(), "rw")) {
      header.write(new byte[(int) header.length()]);
    }

    ProfileFixture next = new ProfileFixture(directory);

    assertThat(next.profile.status()).isEqualTo(ProfileStatus.ABSENT);
    assertThat(files()).isEmpty();
    next.close();
  }

  @Test
  void profileOfAnotherOwnerIsNotErased() throws Exception {
    ProfileFixture second = new ProfileFixture(directory);
    assertThatThrownBy(second.profile::erase)
        .isInstanceOfSatisfying(
            ProfileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE));
    second.close();
    fixture.profile.lock();
    fixture.profile.unlock(passphrase());
  }

  @Test
  void whatCannotBeErasedStaysLockedAndIsSaid() throws Exception {
    fixture.profile.lock();
    Files.delete(directory.resolve("profile.lock"));
    // A folder where the lock belongs: opening it fails for any user, root included.
    Files.createDirectory(directory.resolve("profile.lock"));

    assertThatThrownBy(fixture.profile::erase)
        .isInstanceOfSatisfying(
            ProfileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK))
        .hasMessageContaining("erase it again");
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.LOCKED);

    Files.delete(directory.resolve("profile.lock"));
    fixture.profile.erase();
    assertThat(files()).isEmpty();
  }

  @Test
  void erasingWithinATransactionIsRefused() throws Exception {
    assertThatThrownBy(
            () ->
                fixture
                    .storage()
                    .write(
                        tx -> {
                          fixture.profile.erase();
                          return null;
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.UNLOCKED);
  }

  private void put() throws Exception {
    fixture
        .storage()
        .write(
            tx -> {
              tx.keyValues()
                  .put("test", "key", SecretBytes.wrap(Bytes.utf8("value").toByteArray()));
              return null;
            });
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.toList());
    }
  }

  private static void assertFails(Reason reason, ProfileFixture fixture) {
    assertThatThrownBy(() -> fixture.profile.unlock(passphrase()))
        .isInstanceOfSatisfying(
            ProfileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
