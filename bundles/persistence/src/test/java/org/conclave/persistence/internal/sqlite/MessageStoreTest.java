package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.ALICE;
import static org.conclave.persistence.internal.sqlite.StorageFixture.BOB;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.OTHER_GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;
import static org.conclave.persistence.internal.sqlite.StorageFixture.message;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageStoreTest {
  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
    fixture
        .storage()
        .write(
            tx -> {
              tx.conversations().create(GROUP, "Lunch", true, START);
              tx.conversations().create(OTHER_GROUP, "Dinner", false, START.plusSeconds(1));
              return null;
            });
    fixture.takeEvents();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void messageComesBackAsItWasAdded() throws Exception {
    fixture.clock.turn(Duration.ofMinutes(5));
    boolean added =
        fixture
            .storage()
            .write(
                tx ->
                    tx.messages()
                        .add(GROUP, message(1), ALICE, true, START, "Grüße, 👋 \u0000 end", 7));
    fixture.reopen();

    assertThat(added).isTrue();
    assertThat(fixture.storage().<Message, RuntimeException>read(tx -> find(tx, 1)))
        .isEqualTo(
            new Message(
                GROUP,
                message(1),
                1,
                ALICE,
                true,
                START,
                START.plusSeconds(300),
                "Grüße, 👋 \u0000 end",
                7,
                0));
    assertThat(fixture.takeEvents())
        .containsExactly(new StoreEvent.MessageStored(GROUP, message(1), true));
  }

  @Test
  void secondCopyOfAuthorsMessageChangesNothing() throws Exception {
    add(1, "first");
    fixture.takeEvents();

    boolean again =
        fixture
            .storage()
            .write(
                tx ->
                    tx.messages()
                        .add(GROUP, message(1), BOB, false, START.plusSeconds(9), "second", 0));

    assertThat(again).isFalse();
    assertThat(page(0)).extracting(Message::text).containsExactly("first");
    assertThat(unread()).isEqualTo(1);
    assertThat(fixture.takeEvents()).isEmpty();
  }

  @Test
  void sameIdOfAnotherAuthorOrGroupIsAnotherMessage() throws Exception {
    add(1, "of Bob");
    fixture
        .storage()
        .write(
            tx -> {
              assertThat(tx.messages().add(GROUP, message(1), ALICE, true, START, "own", 2))
                  .isTrue();
              assertThat(tx.messages().add(OTHER_GROUP, message(1), BOB, false, START, "there", 0))
                  .isTrue();
              return null;
            });

    assertThat(page(0)).extracting(Message::text).containsExactly("of Bob", "own");
    assertThat(fixture.storage().<Message, RuntimeException>read(tx -> find(tx, 1)).text())
        .isEqualTo("own");
  }

  @Test
  void sequencesHaveNoGapsEvenAfterRollBacks() throws Exception {
    add(1, "a");
    assertThatThrownBy(
            () ->
                fixture
                    .storage()
                    .write(
                        tx -> {
                          tx.messages().add(GROUP, message(2), BOB, false, START, "lost", 0);
                          throw new IllegalArgumentException("undo");
                        }))
        .isInstanceOf(IllegalArgumentException.class);
    add(3, "b");

    assertThat(page(0)).extracting(Message::sequence).containsExactly(1L, 2L);
    assertThat(page(0)).extracting(Message::text).containsExactly("a", "b");
  }

  @Test
  void pagesRunInBothDirections() throws Exception {
    for (int i = 1; i <= 10; i++) {
      add(i, "m" + i);
    }
    fixture
        .storage()
        .read(
            tx -> {
              assertThat(tx.messages().before(GROUP, Long.MAX_VALUE, 3))
                  .extracting(Message::text)
                  .containsExactly("m8", "m9", "m10");
              assertThat(tx.messages().before(GROUP, 3, 10))
                  .extracting(Message::text)
                  .containsExactly("m1", "m2");
              assertThat(tx.messages().after(GROUP, 4, 2))
                  .extracting(Message::text)
                  .containsExactly("m5", "m6");
              assertThat(tx.messages().after(GROUP, 10, 2)).isEmpty();
              assertThat(tx.messages().count(GROUP)).isEqualTo(10);
              assertThat(tx.messages().count(OTHER_GROUP)).isZero();
              return null;
            });
  }

  @Test
  void receivedMessagesCountAsUnreadUntilMarkedRead() throws Exception {
    add(1, "a");
    add(2, "b");
    fixture
        .storage()
        .write(tx -> tx.messages().add(GROUP, message(3), ALICE, true, START, "own", 1));
    assertThat(unread()).isEqualTo(2);
    fixture.takeEvents();

    markRead();
    markRead();

    assertThat(unread()).isZero();
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.ConversationChanged(GROUP));
  }

  @Test
  void newestActivityComesFirst() throws Exception {
    assertThat(names()).containsExactly("Dinner", "Lunch");
    fixture.clock.turn(Duration.ofHours(1));
    add(1, "hello");
    assertThat(names()).containsExactly("Lunch", "Dinner");
  }

  @Test
  void deliveryNeverCountsMoreThanRecipientsNorForeignMessages() throws Exception {
    add(1, "of Bob");
    fixture
        .storage()
        .write(tx -> tx.messages().add(GROUP, message(2), ALICE, true, START, "own", 2));
    fixture.takeEvents();
    for (int i = 0; i < 3; i++) {
      fixture
          .storage()
          .write(
              tx -> {
                tx.messages().recordReceived(GROUP, message(1));
                tx.messages().recordReceived(GROUP, message(2));
                tx.messages().recordReceived(GROUP, message(99));
                return null;
              });
    }

    assertThat(page(0)).extracting(Message::received).containsExactly(0, 2);
    assertThat(fixture.takeEvents())
        .containsExactly(
            new StoreEvent.DeliveryChanged(GROUP, message(2)),
            new StoreEvent.DeliveryChanged(GROUP, message(2)));
  }

  @Test
  void messageThatIsGoneFromTheFileIsNoticed() throws Exception {
    for (int i = 1; i <= 3; i++) {
      add(i, "m" + i);
    }
    fixture.close();
    Tampering.run(fixture.file, "DELETE FROM message WHERE sequence = 2");
    fixture.reopen();

    assertThatThrownBy(() -> page(0))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.DAMAGED));
  }

  private void add(int number, String text) throws Exception {
    fixture
        .storage()
        .write(tx -> tx.messages().add(GROUP, message(number), BOB, false, START, text, 0));
  }

  private void markRead() throws Exception {
    fixture
        .storage()
        .write(
            tx -> {
              tx.conversations().markRead(GROUP);
              return null;
            });
  }

  private static Message find(Transaction tx, int number) throws StorageException {
    return tx.messages().find(GROUP, message(number)).orElseThrow();
  }

  private List<Message> page(long after) throws Exception {
    return fixture.storage().read(tx -> tx.messages().after(GROUP, after, 100));
  }

  private int unread() throws Exception {
    return fixture.storage().read(tx -> tx.conversations().find(GROUP).orElseThrow().unread());
  }

  private List<String> names() throws Exception {
    return fixture
        .storage()
        .read(tx -> tx.conversations().all().stream().map(Conversation::name).toList());
  }
}
