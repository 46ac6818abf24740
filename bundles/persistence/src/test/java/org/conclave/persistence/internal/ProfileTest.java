package org.conclave.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.ProfileFixture.passphrase;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileException.Reason;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProfileTest {
  @TempDir Path parent;
  private Path directory;
  private ProfileFixture fixture;

  @BeforeEach
  void open() {
    directory = parent.resolve("home/profile");
    fixture = new ProfileFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void newProfileIsUnlockedAndOffered() throws Exception {
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.ABSENT);
    fixture.profile.create(passphrase());
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.UNLOCKED);
    put("kept");

    fixture.profile.lock();
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.LOCKED);
    assertThat(fixture.offered.get()).isNull();
    fixture.profile.unlock(passphrase());
    assertThat(get()).isEqualTo("kept");
  }

  @Test
  void onlyTheOwnerMayRead() throws Exception {
    fixture.profile.create(passphrase());
    put("x");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
    assertThat(directory.resolve("profile.db-wal")).exists();
  }

  @Test
  void wrongPassphraseChangesNothing() throws Exception {
    fixture.profile.create(passphrase());
    put("kept");
    fixture.profile.lock();
    byte[] header = Files.readAllBytes(directory.resolve("profile.header"));
    byte[] database = Files.readAllBytes(directory.resolve("profile.db"));

    assertFails(Reason.WRONG_PASSPHRASE, () -> fixture.profile.unlock(wrong()));

    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.LOCKED);
    assertThat(Files.readAllBytes(directory.resolve("profile.header"))).isEqualTo(header);
    assertThat(Files.readAllBytes(directory.resolve("profile.db"))).isEqualTo(database);
    fixture.profile.unlock(passphrase());
    assertThat(get()).isEqualTo("kept");
  }

  @Test
  void unlockOfAnUnlockedProfileChecksThePassphraseOnly() throws Exception {
    fixture.profile.create(passphrase());
    Storage storage = fixture.storage();
    fixture.profile.unlock(passphrase());
    assertFails(Reason.WRONG_PASSPHRASE, () -> fixture.profile.unlock(wrong()));
    assertThat(fixture.storage()).isSameAs(storage);
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.UNLOCKED);
  }

  @Test
  void weakPassphraseMakesNoProfile() {
    SecretBytes weak = SecretBytes.wrap(Bytes.utf8("1234567").toByteArray());
    assertFails(Reason.WEAK_PASSPHRASE, () -> fixture.profile.create(weak));
    assertThat(directory).doesNotExist();
  }

  @Test
  void secondCreationLeavesTheFirst() throws Exception {
    fixture.profile.create(passphrase());
    put("kept");
    assertFails(Reason.ALREADY_EXISTS, () -> fixture.profile.create(wrong()));
    fixture.profile.lock();
    assertFails(Reason.ALREADY_EXISTS, () -> fixture.profile.create(wrong()));
    fixture.profile.unlock(passphrase());
    assertThat(get()).isEqualTo("kept");
  }

  @Test
  void absentProfileCannotBeUnlocked() {
    assertFails(Reason.ABSENT, () -> fixture.profile.unlock(passphrase()));
    fixture.profile.lock();
  }

  @Test
  void flippedBitInTheHeaderIsDamageAndNotAWrongPassphrase() throws Exception {
    fixture.profile.create(passphrase());
    fixture.profile.lock();
    Path header = directory.resolve("profile.header");
    byte[] whole = Files.readAllBytes(header);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(header, damaged);
      assertFails(Reason.DAMAGED, () -> fixture.profile.unlock(passphrase()));
    }
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.DAMAGED);
    Files.write(header, whole);
    fixture.profile.unlock(passphrase());
    assertThat(fixture.profile.status()).isEqualTo(ProfileStatus.UNLOCKED);
  }

  @Test
  void missingFileIsDamage() throws Exception {
    fixture.profile.create(passphrase());
    fixture.profile.lock();
    Path database = directory.resolve("profile.db");
    Files.move(database, parent.resolve("aside"));
    assertThat(new ProfileFixture(directory).profile.status()).isEqualTo(ProfileStatus.DAMAGED);
    assertFails(Reason.DAMAGED, () -> fixture.profile.unlock(passphrase()));
    assertThat(database).doesNotExist();
  }

  @Test
  void creationThatWasCutShortIsEndedByTheNextUnlock() throws Exception {
    fixture.profile.create(passphrase());
    put("kept");
    fixture.profile.lock();
    Files.move(directory.resolve("profile.db"), directory.resolve("profile.db.new"));

    fixture.profile.unlock(passphrase());

    assertThat(get()).isEqualTo("kept");
    assertThat(directory.resolve("profile.db.new")).doesNotExist();
  }

  @Test
  void leftoversOfACreationWithoutHeaderDoNotStandInTheWay() throws Exception {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("profile.db.new"), "half a database");
    Files.writeString(directory.resolve("profile.header.new"), "half a header");
    ProfileFixture again = new ProfileFixture(directory);
    assertThat(again.profile.status()).isEqualTo(ProfileStatus.ABSENT);
    again.profile.create(passphrase());
    again.close();
  }

  @Test
  void folderThatCannotBeMadeIsSaid() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));
    ProfileFixture below = new ProfileFixture(file.resolve("profile"));
    assertFails(Reason.DISK, () -> below.profile.create(passphrase()));
    assertThat(below.profile.status()).isEqualTo(ProfileStatus.ABSENT);
    below.close();
  }

  @Test
  void twoOwnersOfOneFolderAreRefused() throws Exception {
    fixture.profile.create(passphrase());
    ProfileFixture second = new ProfileFixture(directory);
    assertFails(Reason.IN_USE, () -> second.profile.unlock(passphrase()));
    assertThat(second.profile.status()).isEqualTo(ProfileStatus.LOCKED);
    fixture.profile.lock();
    second.profile.unlock(passphrase());
    second.close();
  }

  @Test
  void listenersLearnOfCommitsAfterwardsInOrderAndInSpiteOfEachOther() throws Exception {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    fixture.events.add(
        (List<StoreEvent> events) -> {
          throw new IllegalStateException("a listener that fails");
        });
    fixture.events.add(
        (List<StoreEvent> events) -> {
          threads.add(Thread.currentThread());
          try {
            // What an event tells of is on the disk: a read sees it.
            int entries = fixture.storage().<Integer, RuntimeException>read(this::entries);
            assertThat(entries).isGreaterThan(seen.size());
            seen.add(events.size());
          } catch (StorageException e) {
            throw new AssertionError(e);
          }
        });
    fixture.profile.create(passphrase());
    for (int i = 0; i < 20; i++) {
      Bytes hash = Bytes.utf8("hash " + i);
      fixture.storage().write(tx -> tx.ledger().add(hash, hash));
    }
    ProfileFixture.await(() -> seen.size() == 20);
    assertThat(threads).containsOnly(threads.get(0)).doesNotContain(Thread.currentThread());
  }

  @Test
  void statusChangesAreTold() throws Exception {
    List<ProfileStatus> told = new CopyOnWriteArrayList<>();
    fixture.events.add((ProfileStatus status) -> told.add(status));
    fixture.profile.create(passphrase());
    fixture.profile.lock();
    fixture.profile.lock();
    fixture.profile.unlock(passphrase());
    fixture.profile.lock();
    ProfileFixture.await(() -> told.size() >= 4);
    assertThat(told)
        .containsExactly(
            ProfileStatus.UNLOCKED,
            ProfileStatus.LOCKED,
            ProfileStatus.UNLOCKED,
            ProfileStatus.LOCKED);
  }

  @Test
  void lockingFromSeveralThreadsWhileOthersUnlockEndsInOneState() throws Exception {
    fixture.profile.create(passphrase());
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 15; round++) {
        List<Future<?>> all =
            List.of(
                pool.submit(fixture.profile::lock),
                pool.submit(this::unlock),
                pool.submit(fixture.profile::lock),
                pool.submit(this::unlock));
        for (Future<?> one : all) {
          one.get(30, TimeUnit.SECONDS);
        }
      }
    } finally {
      pool.shutdownNow();
    }
    fixture.profile.lock();
    fixture.profile.unlock(passphrase());
    put("works");
    assertThat(get()).isEqualTo("works");
  }

  @Test
  void nothingOfItRunsOnceItIsClosed() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    fixture.profile.create(passphrase());
    put("x");
    fixture.close();
    ProfileFixture.await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("conclave-persistence"))
                .allMatch(before::contains));
  }

  private Object unlock() {
    try {
      fixture.profile.unlock(passphrase());
      return Boolean.TRUE;
    } catch (ProfileException e) {
      throw new AssertionError(e);
    }
  }

  private int entries(Transaction tx) throws StorageException {
    return tx.ledger().entries().size();
  }

  private void put(String value) throws Exception {
    fixture
        .storage()
        .write(
            tx -> {
              tx.keyValues().put("test", "key", SecretBytes.wrap(Bytes.utf8(value).toByteArray()));
              return null;
            });
  }

  private String get() throws Exception {
    return fixture
        .storage()
        .read(
            tx ->
                Bytes.wrap(tx.keyValues().get("test", "key").orElseThrow().toByteArray()).toUtf8());
  }

  private static SecretBytes wrong() {
    return SecretBytes.wrap(Bytes.utf8("wrong passphrase").toByteArray());
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProfileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
