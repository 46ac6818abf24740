package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.OTHER_GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;
import static org.conclave.persistence.internal.sqlite.StorageFixture.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteStorageTest {
  @TempDir Path folder;
  private StorageFixture fixture;
  private final ExecutorService pool = Executors.newCachedThreadPool();

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
  }

  @AfterEach
  void close() {
    pool.shutdownNow();
    fixture.close();
  }

  @Test
  void checkedExceptionRollsBackAndReachesTheCallerAsItIs() throws Exception {
    IOException thrown = new IOException("of the work");
    assertThatThrownBy(
            () ->
                fixture
                    .storage()
                    .write(
                        tx -> {
                          tx.conversations().create(GROUP, "Lunch", true, START);
                          throw thrown;
                        }))
        .isSameAs(thrown);

    assertThat(conversations()).isZero();
    assertThat(fixture.takeEvents()).isEmpty();
  }

  @Test
  void errorRollsBackToo() throws Exception {
    assertThatThrownBy(
            () ->
                fixture
                    .storage()
                    .write(
                        tx -> {
                          tx.conversations().create(GROUP, "Lunch", true, START);
                          throw new AssertionError("of the work");
                        }))
        .isInstanceOf(AssertionError.class);
    assertThat(conversations()).isZero();
  }

  @Test
  void eventsOfOneCommitComeTogetherAndInOrder() throws Exception {
    Writing.in(
        fixture,
        tx -> {
          tx.conversations().create(GROUP, "Lunch", true, START);
          assertThat(fixture.commits).isEmpty();
          tx.conversations().create(OTHER_GROUP, "Dinner", true, START);
          tx.conversations().rename(GROUP, "Supper");
        });
    Writing.in(fixture, tx -> tx.conversations().rename(OTHER_GROUP, "Tea"));

    assertThat(fixture.commits)
        .containsExactly(
            List.of(
                new StoreEvent.ConversationChanged(GROUP),
                new StoreEvent.ConversationChanged(OTHER_GROUP)),
            List.of(new StoreEvent.ConversationChanged(OTHER_GROUP)));
  }

  @Test
  void workStartsNoOtherTransaction() throws Exception {
    assertThatThrownBy(() -> fixture.storage().write(outer -> put("inner", "1")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fixture.storage().read(outer -> put("inner", "1")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fixture.storage().write(outer -> get("inner")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get("inner")).isEmpty();
  }

  @Test
  void transactionEndsWithItsWork() throws Exception {
    AtomicReference<Transaction> leaked = new AtomicReference<>();
    Writing.in(fixture, leaked::set);
    assertThatThrownBy(() -> leaked.get().ledger().entries())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> leaked.get().publish(new StoreEvent.LedgerChanged()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void transactionBelongsToItsThread() throws Exception {
    Writing.in(
        fixture,
        tx -> {
          Future<?> elsewhere = pool.submit(() -> tx.ledger().entries());
          assertThatThrownBy(() -> elsewhere.get(10, TimeUnit.SECONDS))
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(IllegalStateException.class);
        });
  }

  @Test
  void readChangesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                fixture
                    .storage()
                    .read(
                        tx -> {
                          tx.keyValues().put("a", "b", secret("c"));
                          return null;
                        }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void readSeesASnapshotWhileOthersCommit() throws Exception {
    put("key", "before");
    String seen =
        fixture
            .storage()
            .read(
                tx -> {
                  String first = text(tx.keyValues().get("test", "key"));
                  await(pool.submit(() -> put("key", "after")));
                  return first + " " + text(tx.keyValues().get("test", "key"));
                });
    assertThat(seen).isEqualTo("before before");
    assertThat(get("key")).contains(secret("after"));
  }

  @Test
  void readsDoNotWaitForAWrite() throws Exception {
    put("key", "before");
    Writing.in(
        fixture,
        tx -> {
          tx.keyValues().put("test", "key", secret("after"));
          for (int i = 0; i < 10; i++) {
            assertThat(await(pool.submit(() -> get("key")))).contains(secret("before"));
          }
        });
  }

  @Test
  void closeWaitsForTheRunningTransactionAndRefusesTheNext() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<?> writer =
        pool.submit(
            () ->
                fixture
                    .storage()
                    .write(
                        tx -> {
                          running.countDown();
                          go.await();
                          tx.keyValues().put("test", "key", secret("kept"));
                          return null;
                        }));
    running.await();
    Future<?> waiting = pool.submit(() -> put("key", "refused"));
    Future<?> reader =
        pool.submit(
            () ->
                fixture
                    .storage()
                    .read(
                        tx -> {
                          go.await();
                          return tx.keyValues().get("test", "key");
                        }));
    Future<?> closing = pool.submit(fixture.storage()::close);
    assertThat(closing.isDone()).isFalse();
    go.countDown();
    await(writer);
    await(closing);
    for (Future<?> other : List.of(waiting, reader)) {
      try {
        other.get(10, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                StorageException.class,
                s -> assertThat(s.reason()).isEqualTo(StorageException.Reason.CLOSED));
      }
    }
    assertThatThrownBy(() -> get("key"))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.CLOSED));
    assertThat(Files.list(folder).map(f -> f.getFileName().toString()))
        .containsExactly("profile.db");
    fixture.reopen();
    assertThat(get("key")).isPresent();
  }

  @Test
  void closeWithinATransactionIsRefused() throws Exception {
    Writing.in(
        fixture,
        tx ->
            assertThatThrownBy(() -> fixture.storage().close())
                .isInstanceOf(IllegalStateException.class));
    assertThat(get("key")).isEmpty();
  }

  @Test
  void manyReadersAndWritersNeitherBlockNorLoseAnything() throws Exception {
    int threads = 12;
    int each = 40;
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int id = t;
      work.add(
          pool.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  put(id + "/" + i, "v");
                  assertThat(get(id + "/" + i)).isPresent();
                }
                return null;
              }));
    }
    for (Future<?> one : work) {
      one.get(50, TimeUnit.SECONDS);
    }
    int stored = fixture.storage().read(tx -> tx.keyValues().all("test").size());
    assertThat(stored).isEqualTo(threads * each);
  }

  @Test
  void fullDiskIsSaidAndWhatWasSavedBeforeIsSafe() throws Exception {
    put("key", "before");
    Writing.in(
        fixture, tx -> ((UnitOfWork) tx).list("PRAGMA max_page_count = 1", row -> row.getLong(1)));
    SecretBytes large = SecretBytes.wrap(new byte[1 << 20]);

    assertThatThrownBy(
            () ->
                Writing.in(
                    fixture,
                    tx -> {
                      tx.keyValues().put("test", "key", secret("lost"));
                      tx.keyValues().put("test", "large", large);
                    }))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.DISK_FULL))
        .hasMessageContaining("Free some space");

    assertThat(get("key")).contains(secret("before"));
    put("key", "small enough");
    assertThat(get("key")).contains(secret("small enough"));
  }

  @Test
  void databaseThatCannotBeWrittenIsSaid() throws Exception {
    Writing.in(fixture, tx -> ((UnitOfWork) tx).update("PRAGMA query_only = ON"));
    assertThatThrownBy(() -> put("key", "x"))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.FAILED))
        .hasMessageContaining("cannot be written");
    assertThat(get("key")).isEmpty();
  }

  private Boolean put(String key, String value) throws StorageException {
    Writing.in(fixture, tx -> tx.keyValues().put("test", key, secret(value)));
    return true;
  }

  private Optional<SecretBytes> get(String key) throws StorageException {
    return fixture
        .storage()
        .<Optional<SecretBytes>, RuntimeException>read(tx -> tx.keyValues().get("test", key));
  }

  private int conversations() throws StorageException {
    return fixture.storage().<Integer, RuntimeException>read(tx -> tx.conversations().all().size());
  }

  private static String text(Optional<SecretBytes> secret) {
    return new String(secret.orElseThrow().toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
