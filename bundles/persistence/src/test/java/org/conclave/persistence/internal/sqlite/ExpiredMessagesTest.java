package org.conclave.persistence.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.persistence.internal.sqlite.StorageFixture.ALICE;
import static org.conclave.persistence.internal.sqlite.StorageFixture.BOB;
import static org.conclave.persistence.internal.sqlite.StorageFixture.GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.OTHER_GROUP;
import static org.conclave.persistence.internal.sqlite.StorageFixture.START;
import static org.conclave.persistence.internal.sqlite.StorageFixture.message;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiredMessagesTest {
  @TempDir Path folder;
  private StorageFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StorageFixture(folder);
    Writing.in(
        fixture,
        tx -> {
          tx.conversations().create(GROUP, "Lunch", true, START);
          tx.conversations().create(OTHER_GROUP, "Dinner", false, START);
        });
    fixture.takeEvents();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void onlyWhatWasCommittedBeforeGoesToTheMicrosecond() throws Exception {
    for (int i = 1; i <= 5; i++) {
      addAt(START.plusNanos(1_000L * i), i);
    }
    fixture.takeEvents();

    assertThat(deleteBefore(START.plusNanos(3_000))).isEqualTo(2);

    assertThat(texts(GROUP)).containsExactly("m3", "m4", "m5");
    assertThat(count(GROUP)).isEqualTo(3);
    assertThat(found(1)).isFalse();
    assertThat(found(3)).isTrue();
    assertThat(fixture.takeEvents()).containsExactly(new StoreEvent.MessagesDeleted(GROUP));
    assertThat(deleteBefore(START.plusNanos(3_000))).isZero();
    assertThat(fixture.takeEvents()).isEmpty();
  }

  @Test
  void ownAndReceivedMessagesOfEveryConversationGo() throws Exception {
    addAt(START, 1);
    Writing.in(
        fixture,
        tx -> {
          tx.messages().add(GROUP, message(2), ALICE, true, START, "own", 3);
          tx.messages().add(OTHER_GROUP, message(3), BOB, false, START, "there", 0);
        });
    fixture.takeEvents();

    assertThat(deleteBefore(START.plusSeconds(1))).isEqualTo(3);

    assertThat(texts(GROUP)).isEmpty();
    assertThat(texts(OTHER_GROUP)).isEmpty();
    assertThat(fixture.takeEvents())
        .containsExactlyInAnyOrder(
            new StoreEvent.MessagesDeleted(GROUP), new StoreEvent.MessagesDeleted(OTHER_GROUP));
    // Its acknowledgement comes late, and is nobody's.
    Writing.in(fixture, tx -> tx.messages().recordReceived(GROUP, message(2)));
    assertThat(fixture.takeEvents()).isEmpty();
  }

  @Test
  void sequencesAreNotGivenAgainEvenAfterARestart() throws Exception {
    addAt(START, 1);
    addAt(START, 2);
    assertThat(deleteBefore(START.plusSeconds(1))).isEqualTo(2);
    fixture.reopen();
    addAt(START.plusSeconds(2), 3);
    assertThat(history(GROUP)).extracting(Message::sequence).containsExactly(3L);
    assertThat(count(GROUP)).isEqualTo(1);
  }

  @Test
  void lateCopyOfADeletedMessageIsNotTakenAgain() throws Exception {
    addAt(START, 1);
    deleteBefore(START.plusSeconds(1));
    fixture.reopen();
    assertThat(add(1)).isFalse();
    assertThat(restore(GROUP, 1, START.plusSeconds(9))).isFalse();
    assertThat(texts(GROUP)).isEmpty();
  }

  @Test
  void unreadNoLongerCountsWhatIsGone() throws Exception {
    addAt(START, 1);
    addAt(START, 2);
    Writing.in(fixture, tx -> tx.conversations().markRead(GROUP));
    addAt(START.plusSeconds(10), 3);
    Writing.in(
        fixture,
        tx -> tx.messages().add(GROUP, message(9), ALICE, true, START.plusSeconds(10), "own", 1));
    addAt(START.plusSeconds(20), 4);
    addAt(START.plusSeconds(30), 5);
    assertThat(conversation().unread()).isEqualTo(3);
    Instant activity = conversation().lastActivity();

    deleteBefore(START.plusSeconds(5));
    assertThat(conversation().unread()).isEqualTo(3);
    deleteBefore(START.plusSeconds(25));
    assertThat(conversation().unread()).isEqualTo(1);
    deleteBefore(START.plusSeconds(99));
    assertThat(conversation().unread()).isZero();
    // There was activity, whether or not one can still read it.
    assertThat(conversation().lastActivity()).isEqualTo(activity);
  }

  @Test
  void unreadIsRightAlsoWhereTheClockWasTurnedBack() throws Exception {
    addAt(START.plusSeconds(100), 1);
    addAt(START, 2);
    addAt(START.plusSeconds(50), 3);
    Writing.in(fixture, tx -> tx.conversations().markRead(GROUP));
    addAt(START, 4);
    addAt(START.plusSeconds(60), 5);

    assertThat(deleteBefore(START.plusSeconds(55))).isEqualTo(3);

    assertThat(texts(GROUP)).containsExactly("m1", "m5");
    assertThat(conversation().unread()).isEqualTo(1);
  }

  @Test
  void pagesRunOverWhatIsGone() throws Exception {
    for (int i = 1; i <= 600; i++) {
      int number = i;
      boolean old = i % 3 == 0;
      Writing.in(
          fixture,
          tx ->
              tx.messages()
                  .restore(
                      GROUP,
                      message(number),
                      BOB,
                      false,
                      START,
                      old ? START.minusSeconds(86_400) : START,
                      "m" + number));
    }
    assertThat(deleteBefore(START)).isEqualTo(200);

    assertThat(history(GROUP)).hasSize(400);
    assertThat(count(GROUP)).isEqualTo(400);
    List<Message> newest =
        fixture
            .storage()
            .<List<Message>, RuntimeException>read(tx -> tx.messages().before(GROUP, 500, 3));
    assertThat(newest).extracting(Message::sequence).containsExactly(496L, 497L, 499L);
  }

  @Test
  void contentIsNowhereOnTheDiskAfterwards() throws Exception {
    addAt(START, 1);
    addAt(START.plusSeconds(60), 2);
    byte[] gone = sealed(1);
    byte[] kept = sealed(2);
    assertThat(onDisk(gone)).isTrue();

    deleteBefore(START.plusSeconds(1));

    assertThat(onDisk(gone)).isFalse();
    assertThat(onDisk(kept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM message",
        "DELETE FROM message WHERE sequence = 1",
        "DELETE FROM message WHERE sequence = 4",
        "DELETE FROM message WHERE sequence = 2",
        "DELETE FROM message WHERE sequence = 3",
        "UPDATE message SET hour = NULL WHERE sequence = 3",
        "UPDATE message SET sealed = zeroblob(28) WHERE sequence = 2",
        "UPDATE message SET hour = NULL,"
            + " sealed = (SELECT sealed FROM message WHERE sequence = 2) WHERE sequence = 3",
        "UPDATE message SET hour = 1 WHERE sequence = 2"
      })
  void messageThatIsGoneWithoutHavingBeenDeletedIsNoticed(String tampering) throws Exception {
    addAt(START.plusSeconds(60), 1);
    addAt(START, 2);
    addAt(START.plusSeconds(60), 3);
    addAt(START.plusSeconds(60), 4);
    deleteBefore(START.plusSeconds(1));
    assertThat(texts(GROUP)).containsExactly("m1", "m3", "m4");
    fixture.close();
    Tampering.run(fixture.file, tampering);
    fixture.reopen();
    assertThatThrownBy(() -> texts(GROUP))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.DAMAGED));
    addAt(START.plusSeconds(70), 5);
    Message next = read(tx -> tx.messages().find(GROUP, message(5)).orElseThrow());
    assertThat(next.sequence()).isEqualTo(5);
  }

  @Test
  void damagedMessageDoesNotKeepTheOthers() throws Exception {
    addAt(START, 1);
    addAt(START, 2);
    addAt(START, 3);
    fixture.close();
    Tampering.run(fixture.file, "UPDATE message SET sealed = zeroblob(60) WHERE sequence = 2");
    fixture.reopen();
    assertThat(deleteBefore(START.plusSeconds(1))).isEqualTo(2);
    assertThatThrownBy(() -> texts(GROUP)).isInstanceOf(StorageException.class);
  }

  @Test
  void restoredMessageHasItsOldTimeIsReadAndArrivesQuietly() throws Exception {
    Instant then = START.minusSeconds(1000);
    assertThat(restore(GROUP, 1, then)).isTrue();
    assertThat(restore(GROUP, 1, then)).isFalse();
    addAt(START.plusSeconds(5), 2);

    List<Message> history = history(GROUP);
    assertThat(history).extracting(Message::text).containsExactly("m1", "m2");
    assertThat(history.get(0).committedAt()).isEqualTo(then);
    assertThat(history.get(0).sequence()).isEqualTo(1);
    assertThat(conversation().unread()).isEqualTo(1);
    assertThat(conversation().lastActivity()).isEqualTo(START.plusSeconds(5));
    assertThat(fixture.takeEvents())
        .containsExactly(
            new StoreEvent.ConversationChanged(GROUP),
            new StoreEvent.MessageStored(GROUP, message(2), false));
    assertThat(deleteBefore(START)).isEqualTo(1);
    assertThat(conversation().unread()).isEqualTo(1);
  }

  private void addAt(Instant at, int number) throws Exception {
    fixture.clock.turn(Duration.between(fixture.clock.instant(), at));
    assertThat(add(number)).isTrue();
  }

  private boolean add(int number) throws StorageException {
    return write(
        tx -> tx.messages().add(GROUP, message(number), BOB, false, START, "m" + number, 0));
  }

  private boolean restore(GroupId group, int number, Instant committedAt) throws StorageException {
    return write(
        tx ->
            tx.messages()
                .restore(group, message(number), BOB, false, START, committedAt, "m" + number));
  }

  private int deleteBefore(Instant before) throws StorageException {
    return write(tx -> tx.messages().deleteBefore(before));
  }

  private <T> T write(Storage.Work<T, RuntimeException> work) throws StorageException {
    return fixture.storage().<T, RuntimeException>write(work);
  }

  private <T> T read(Storage.Work<T, RuntimeException> work) throws StorageException {
    return fixture.storage().<T, RuntimeException>read(work);
  }

  private List<Message> history(GroupId group) throws StorageException {
    return read(tx -> tx.messages().after(group, 0, Integer.MAX_VALUE));
  }

  private List<String> texts(GroupId group) throws StorageException {
    return history(group).stream().map(Message::text).toList();
  }

  private long count(GroupId group) throws StorageException {
    return read(tx -> tx.messages().count(group));
  }

  private boolean found(int number) throws StorageException {
    return read(tx -> tx.messages().find(GROUP, message(number)).isPresent());
  }

  private Conversation conversation() throws StorageException {
    return read(tx -> tx.conversations().find(GROUP).orElseThrow());
  }

  private byte[] sealed(long sequence) throws StorageException {
    return read(
        (Transaction tx) ->
            ((UnitOfWork) tx)
                .list(
                    "SELECT sealed FROM message WHERE sequence = ?",
                    row -> row.getBytes(1),
                    sequence)
                .get(0));
  }

  private boolean onDisk(byte[] content) throws Exception {
    String wanted = new String(content, StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
          return true;
        }
      }
    }
    return false;
  }
}
