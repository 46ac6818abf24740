package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.ALICE;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.OTHER_GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;
import static org.conclave.persistence.internal.sqlite.StorageFixture.fullTree;
import static org.conclave.persistence.internal.sqlite.StorageFixture.message;
import static org.conclave.persistence.internal.sqlite.StorageFixture.secret;
import static org.conclave.persistence.internal.sqlite.StorageFixture.snapshot;
import static org.conclave.persistence.internal.sqlite.StorageFixture.state;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key-value, ledger, conversations and key packages. */
class SmallStoresTest {
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
  void keyValuesAreKeptByNamespace() throws Exception {
    write(
        tx -> {
          tx.keyValues().put("networking", "listen", secret("old"));
          tx.keyValues().put("networking", "listen", secret("new"));
          tx.keyValues().put("networking", "key", secret("k"));
          tx.keyValues().put("onboarding", "listen", secret("other"));
          tx.keyValues().put("onboarding", "gone", secret("x"));
          tx.keyValues().delete("onboarding", "gone");
          tx.keyValues().delete("onboarding", "never was");
        });
    fixture.reopen();

    fixture
        .storage()
        .read(
            tx -> {
              assertThat(tx.keyValues().get("networking", "listen")).contains(secret("new"));
              assertThat(tx.keyValues().get("networking", "none")).isEmpty();
              assertThat(tx.keyValues().all("networking"))
                  .containsOnly(
                      Assertions.entry("listen", secret("new")),
                      Assertions.entry("key", secret("k")));
              assertThat(tx.keyValues().all("onboarding"))
                  .containsOnly(Assertions.entry("listen", secret("other")));
              assertThat(tx.keyValues().all("empty")).isEmpty();
              return null;
            });
  }

  @Test
  void ledgerKeepsTheOrderInWhichEntriesCame() throws Exception {
    write(
        tx -> {
          assertThat(tx.ledger().add(hash(9), Bytes.utf8("nine"))).isTrue();
          assertThat(tx.ledger().add(hash(1), Bytes.utf8("one"))).isTrue();
          assertThat(tx.ledger().add(hash(9), Bytes.utf8("nine"))).isFalse();
        });
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.LedgerChanged());
    write(tx -> tx.ledger().add(hash(1), Bytes.utf8("one")));
    assertThat(fixture.takeEvents()).isEmpty();
    fixture.reopen();

    fixture
        .storage()
        .read(
            tx -> {
              assertThat(tx.ledger().hashes()).containsExactly(hash(9), hash(1));
              assertThat(tx.ledger().entries())
                  .containsExactly(Bytes.utf8("nine"), Bytes.utf8("one"));
              assertThat(tx.ledger().find(hash(1))).contains(Bytes.utf8("one"));
              assertThat(tx.ledger().find(hash(2))).isEmpty();
              return null;
            });
  }

  @Test
  void replacedEntryOfTheLedgerTakesThePlaceOfTheOldOne() throws Exception {
    write(
        tx -> {
          tx.ledger().add(hash(1), Bytes.utf8("one"));
          tx.ledger().add(hash(2), Bytes.utf8("two"));
          tx.ledger().add(hash(3), Bytes.utf8("three"));
        });
    fixture.takeEvents();
    write(
        tx -> {
          assertThat(tx.ledger().replace(hash(2), hash(4), Bytes.utf8("four"))).isTrue();
          assertThat(tx.ledger().replace(hash(2), hash(5), Bytes.utf8("gone"))).isFalse();
          assertThat(tx.ledger().replace(hash(1), hash(3), Bytes.utf8("there"))).isFalse();
          assertThat(tx.ledger().replace(hash(1), hash(1), Bytes.utf8("itself"))).isFalse();
        });
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.LedgerChanged());
    fixture.reopen();
    write(
        tx -> {
          assertThat(tx.ledger().hashes()).containsExactly(hash(1), hash(4), hash(3));
          assertThat(tx.ledger().entries())
              .containsExactly(Bytes.utf8("one"), Bytes.utf8("four"), Bytes.utf8("three"));
          assertThat(tx.ledger().find(hash(4))).contains(Bytes.utf8("four"));
          assertThat(tx.ledger().find(hash(2))).isEmpty();
          assertThat(tx.ledger().add(hash(2), Bytes.utf8("two"))).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM ledger WHERE position = 1",
        "UPDATE ledger SET position = 9 WHERE position = 2",
        "UPDATE ledger SET sealed = (SELECT sealed FROM ledger WHERE position = 1)"
            + " WHERE position = 2"
      })
  void ledgerWithAReplacedEntryStillNoticesDamage(String tampering) throws Exception {
    write(
        tx -> {
          tx.ledger().add(hash(1), Bytes.utf8("one"));
          tx.ledger().add(hash(2), Bytes.utf8("two"));
          tx.ledger().replace(hash(2), hash(4), Bytes.utf8("four"));
        });
    fixture.close();
    Tampering.run(fixture.file, tampering);
    fixture.reopen();
    assertThatThrownBy(() -> fixture.storage().read(tx -> tx.ledger().entries()))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.DAMAGED));
  }

  @Test
  void expectedConversationIsKnownByNameAndIsEnteredLater() throws Exception {
    write(tx -> tx.conversations().expect(GROUP, "Lunch", START));
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.ConversationChanged(GROUP));
    fixture.reopen();
    write(
        tx -> {
          assertThat(tx.conversations().find(GROUP))
              .contains(
                  new Conversation(
                      GROUP, "Lunch", Conversation.Status.REJOINING, false, START, START, 0));
          assertThat(tx.groupStates().head(GROUP)).isEmpty();
          tx.messages().restore(GROUP, message(1), ALICE, false, START, START, "from the backup");
          tx.groupStates().create(GROUP, snapshot(0, 5, 0), List.of(), fullTree(0), List.of());
          tx.conversations().setStatus(GROUP, Conversation.Status.LIVE);
        });
    write(
        tx -> {
          assertThat(tx.groupStates().head(GROUP)).contains(new GroupHead(state(0), 1));
          assertThat(tx.messages().count(GROUP)).isEqualTo(1);
          assertThat(tx.conversations().find(GROUP).orElseThrow().status())
              .isEqualTo(Conversation.Status.LIVE);
        });
  }

  @Test
  void conversationThatIsThereIsNotExpected() throws Exception {
    write(tx -> tx.conversations().create(GROUP, "Lunch", true, START));
    assertThatThrownBy(() -> write(tx -> tx.conversations().expect(GROUP, "Lunch", START)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void conversationChangesAreKeptAndPublishedOnce() throws Exception {
    write(tx -> tx.conversations().create(GROUP, "Lunch", true, START));
    write(
        tx -> {
          tx.conversations().rename(GROUP, "Supper");
          tx.conversations().setAdministrator(GROUP, false);
          tx.conversations().setStatus(GROUP, Conversation.Status.EVICTED);
        });
    write(tx -> tx.conversations().rename(GROUP, "Supper"));
    fixture.reopen();

    assertThat(fixture.takeEvents())
        .containsExactly(
            new StoreEvent.ConversationChanged(GROUP), new StoreEvent.ConversationChanged(GROUP));
    fixture
        .storage()
        .read(
            tx -> {
              assertThat(tx.conversations().find(GROUP))
                  .contains(
                      new Conversation(
                          GROUP, "Supper", Conversation.Status.EVICTED, false, START, START, 0));
              assertThat(tx.conversations().find(OTHER_GROUP)).isEmpty();
              return null;
            });
  }

  @Test
  void keyPackageIsGivenOutOnceAndThenTheNewestOfLastResort() throws Exception {
    KeyPackage first = keyPackage(1, false);
    KeyPackage second = keyPackage(2, false);
    KeyPackage oldLastResort = keyPackage(3, true);
    KeyPackage lastResort = keyPackage(4, true);
    write(
        tx -> {
          assertThat(tx.keyPackages().take()).isEmpty();
          tx.keyPackages().add(oldLastResort);
          tx.keyPackages().add(first);
          tx.keyPackages().add(lastResort);
          tx.keyPackages().add(second);
          assertThat(tx.keyPackages().available()).isEqualTo(2);
          assertThat(tx.keyPackages().take()).contains(first);
        });
    fixture.reopen();
    write(
        tx -> {
          assertThat(tx.keyPackages().available()).isEqualTo(1);
          assertThat(tx.keyPackages().take()).contains(second);
          assertThat(tx.keyPackages().take()).contains(lastResort);
          assertThat(tx.keyPackages().take()).contains(lastResort);
          assertThat(tx.keyPackages().all())
              .containsExactly(oldLastResort, first, lastResort, second);
          tx.keyPackages().delete(lastResort.reference());
          assertThat(tx.keyPackages().take()).contains(oldLastResort);
          assertThat(tx.keyPackages().all()).containsExactly(oldLastResort, first, second);
        });
  }

  private static KeyPackage keyPackage(int number, boolean lastResort) {
    return new KeyPackage(
        hash(number),
        Bytes.utf8("public " + number),
        secret("private " + number),
        lastResort,
        new Lifetime(Instant.ofEpochSecond(0), Instant.MAX.minusNanos(999_999_999)));
  }

  private static Bytes hash(int number) {
    return StorageFixture.tree(number);
  }

  private void write(Writing work) throws Exception {
    Writing.in(fixture, work);
  }
}
