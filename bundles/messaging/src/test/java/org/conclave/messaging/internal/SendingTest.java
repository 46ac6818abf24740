package org.conclave.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StoreEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendingTest {
  private final World world = new World();
  private Device anna;
  private Device ben;
  private GroupId group;

  @BeforeEach
  void begin() throws Exception {
    anna = world.device("Anna");
    ben = world.device("Ben");
    group = world.group(anna, ben);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void messageReachesTheOtherMemberOnceAndIsAcknowledged() throws Exception {
    Message sent = anna.messenger().send(group, "Is there tea?");

    assertThat(sent.own()).isTrue();
    assertThat(sent.recipients()).isEqualTo(1);
    assertThat(sent.sentAt()).isEqualTo(world.clock.instant());
    anna.deliver();
    assertThat(ben.texts(group)).containsExactly("Is there tea?");
    Message received = ben.messenger().message(group, sent.id()).orElseThrow();
    assertThat(received.author()).isEqualTo(anna.user);
    assertThat(received.sentAt()).isEqualTo(sent.sentAt());
    assertThat(anna.messenger().undelivered()).isZero();
    assertThat(anna.messenger().message(group, sent.id()).orElseThrow().received()).isEqualTo(1);
  }

  @Test
  void messageIsNotSentBeforeCommit() throws Exception {
    List<Integer> outboxWhileCommitting = new ArrayList<>();
    List<Integer> eventsWhileCommitting = new ArrayList<>();
    int events = anna.storage.events().size();
    anna.storage.beforeEveryCommit(
        () -> {
          try {
            outboxWhileCommitting.add(anna.outbox().size());
            eventsWhileCommitting.add(anna.storage.events().size());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    anna.messenger().send(group, "hello");
    anna.storage.beforeEveryCommit(null);

    assertThat(outboxWhileCommitting).containsExactly(0);
    assertThat(eventsWhileCommitting).containsExactly(events);
    assertThat(anna.outbox()).hasSize(1);
    assertThat(anna.storage.events().subList(events, anna.storage.events().size()))
        .anyMatch(StoreEvent.MessageStored.class::isInstance)
        .anyMatch(StoreEvent.OutboxAdded.class::isInstance);
  }

  @Test
  void storageFailureAtAnyStepLeavesNothingHalf() throws Exception {
    Set<String> before = anna.storage.dump();
    int failures = 0;
    while (true) {
      anna.storage.failAtStep(failures);
      try {
        anna.messenger().send(group, "hello");
      } catch (MessengerException e) {
        assertThat(e.reason()).isEqualTo(MessengerException.Reason.STORAGE);
        assertThat(anna.storage.dump()).isEqualTo(before);
        failures++;
        continue;
      }
      break;
    }
    assertThat(anna.storage.failurePending()).isTrue();
    assertThat(failures).isGreaterThan(4);
    anna.deliver();
    assertThat(ben.texts(group)).containsExactly("hello");
  }

  @Test
  void concurrentSendsNeverReuseAGeneration() throws Exception {
    int threads = 8;
    int each = 40;
    List<Future<Void>> senders = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int thread = 0; thread < threads; thread++) {
      CompletableFuture<Void> sender = new CompletableFuture<>();
      int number = thread;
      Thread worker =
          new Thread(
              () -> {
                try {
                  start.await();
                  for (int i = 0; i < each; i++) {
                    anna.messenger().send(group, number + " " + i);
                  }
                  sender.complete(null);
                } catch (Exception e) {
                  sender.completeExceptionally(e);
                }
              });
      worker.start();
      senders.add(sender);
    }
    start.countDown();
    for (Future<Void> sender : senders) {
      sender.get();
    }
    Set<String> places = new HashSet<>();
    for (Bytes envelope : anna.envelopes()) {
      Bytes message = UnverifiedEnvelope.parse(envelope).orElseThrow().message();
      assertThat(places.add(FakeEngine.place(message))).isTrue();
    }
    assertThat(places).hasSize(threads * each);
    anna.deliver();
    assertThat(ben.texts(group)).hasSize(threads * each);
  }

  @Test
  void sendsThatQueueShareACommitAndASingleOneDoesNotWait() throws Exception {
    int commits = anna.storage.commits();
    anna.messenger().send(group, "alone");
    assertThat(anna.storage.commits()).isEqualTo(commits + 1);

    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    AtomicInteger first = new AtomicInteger();
    anna.storage.beforeEveryCommit(
        () -> {
          if (first.getAndIncrement() == 0) {
            reached.countDown();
            try {
              held.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        });
    List<Thread> senders = new ArrayList<>();
    senders.add(sender("first"));
    reached.await();
    for (int i = 0; i < 40; i++) {
      senders.add(sender("queued " + i));
    }
    World.until(
        "senders that wait",
        () -> senders.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    held.countDown();
    for (Thread sender : senders) {
      sender.join();
    }
    anna.storage.beforeEveryCommit(null);
    assertThat(anna.texts(group)).hasSize(42);
    assertThat(anna.storage.commits()).isEqualTo(commits + 3);
  }

  private Thread sender(String text) {
    Thread thread =
        new Thread(
            () -> {
              try {
                anna.messenger().send(group, text);
              } catch (MessengerException e) {
                throw new AssertionError(e);
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void sendIsDoneAnewWhenSomebodyElseAdvancedTheGroup() throws Exception {
    anna.storage.beforeNextWrite(
        () -> {
          try {
            anna.storage.write(
                transaction -> {
                  GroupHead head = transaction.groupStates().head(group).orElseThrow();
                  transaction.groupStates().change(group, head.tip(), RowChanges.NONE);
                  return transaction.groupStates().advance(group, head.version(), head.tip());
                });
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    int calls = anna.engine.calls();
    anna.messenger().send(group, "twice encrypted, once sent");

    assertThat(anna.engine.calls()).isEqualTo(calls + 2);
    assertThat(anna.envelopes()).hasSize(1);
    anna.deliver();
    assertThat(ben.texts(group)).containsExactly("twice encrypted, once sent");
  }

  @Test
  void retryTransmitsTheStoredCiphertext() throws Exception {
    anna.messenger().send(group, "hello");
    Bytes first = anna.envelopes().get(0);
    int calls = anna.engine.calls();
    anna.restart();
    World.until("start", () -> anna.engine.calls() >= calls);

    assertThat(anna.envelopes()).containsExactly(first);
    assertThat(ben.receive(anna, first)).isEqualTo(Receipt.COMMITTED);
    assertThat(ben.receive(anna, first)).isEqualTo(Receipt.KNOWN);
  }

  @Test
  void sendOutlivesAnEngineThatIsKilledDuringTheCall() throws Exception {
    anna.engine.die(3);
    anna.messenger().send(group, "after all");

    assertThat(anna.texts(group)).containsExactly("after all");
    assertThat(anna.envelopes()).hasSize(1);
    anna.deliver();
    assertThat(ben.texts(group)).containsExactly("after all");
  }

  @Test
  void sendWaitsForAnEngineThatIsComing() throws Exception {
    anna.messaging().engineDeparted(anna.engine);
    Thread sender = sender("patience");
    World.until("a sender that waits", () -> sender.getState() == Thread.State.WAITING);
    assertThat(anna.texts(group)).isEmpty();
    anna.messaging().engineArrived(anna.engine);
    sender.join();
    assertThat(anna.texts(group)).containsExactly("patience");
  }

  @Test
  void stoppingFailsSendsThatWaitAndLeavesNoThread() throws Exception {
    anna.messaging().engineDeparted(anna.engine);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread sender =
        new Thread(
            () -> {
              try {
                anna.messenger().send(group, "too late");
                failure.complete(new AssertionError("it was sent"));
              } catch (MessengerException e) {
                failure.complete(e);
              }
            });
    sender.start();
    World.until("a sender that waits", () -> sender.getState() == Thread.State.WAITING);
    anna.close();
    assertThat(failure.get()).isInstanceOf(MessengerException.class);
    ben.close();
    World.until(
        "threads that end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("conclave-messaging")));
    assertThatThrownBy(() -> anna.messenger().send(group, "after"))
        .isInstanceOfSatisfying(
            MessengerException.class,
            e -> assertThat(e.reason()).isEqualTo(MessengerException.Reason.CLOSED));
  }

  @Test
  void textOutOfBoundsIsRefused() {
    for (String text : List.of("", "x".repeat(65_537), "é".repeat(32_769), "\ud800")) {
      assertThatThrownBy(() -> anna.messenger().send(group, text))
          .isInstanceOfSatisfying(
              MessengerException.class,
              e -> assertThat(e.reason()).isEqualTo(MessengerException.Reason.INVALID_TEXT));
    }
  }

  @Test
  void longestTextTravels() throws Exception {
    anna.messenger().send(group, "é".repeat(32_768));
    anna.deliver();
    assertThat(ben.texts(group)).containsExactly("é".repeat(32_768));
  }

  @Test
  void unknownConversationIsTold() {
    GroupId other = new GroupId(StateId.initial(group).value());
    assertThatThrownBy(() -> anna.messenger().send(other, "hello"))
        .isInstanceOfSatisfying(
            MessengerException.class,
            e -> assertThat(e.reason()).isEqualTo(MessengerException.Reason.NO_SUCH_CONVERSATION));
  }

  @Test
  void messageInAGroupOfOneIsForNobodyElse() throws Exception {
    GroupId alone = anna.messenger().createGroup("Notes").group();
    Message note = anna.messenger().send(alone, "remember");
    assertThat(note.recipients()).isZero();
    assertThat(anna.outbox()).isEmpty();
  }

  @Test
  void outboxRowNamesTheMessageAndWhomItIsFor() throws Exception {
    Message sent = anna.messenger().send(group, "hello");
    OutboxRow row = anna.outbox().get(0);
    assertThat(row.awaiting()).containsExactly(ben.user);
    assertThat(((OutboxRow.Item.ToGroup) row.item()).message()).isEqualTo(Optional.of(sent.id()));
  }
}
