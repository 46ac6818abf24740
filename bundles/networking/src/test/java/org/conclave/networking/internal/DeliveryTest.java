package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private final TestNetwork network = new TestNetwork();

  @AfterEach
  void close() {
    network.close();
  }

  private static void awaitDelivered(TestNode from, TestNode to, String text) {
    TestData.await(text + " is delivered", () -> to.receiver.committed().contains(text));
    TestData.await(text + " is acknowledged", () -> from.outbox().isEmpty());
  }

  @Test
  void committedMessageReachesConnectedMemberAndIsAcknowledged() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.dial(ada);

    ada.send(group, 0, "hello", bob);

    awaitDelivered(ada, bob, "hello");
    assertThat(bob.receiver.committed()).containsExactly("hello");
  }

  @Test
  void messagesOfAbsenceAreFetchedOnReturnInOrder() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0);
    TestNode bob = both.get(1);
    GroupId group = TestNetwork.group("one", 0, both);
    List<String> sent = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();
    for (int i = 0; i < sent.size(); i++) {
      ada.send(group, i / 400, sent.get(i), bob);
    }
    assertThat(ada.outbox()).hasSize(sent.size());

    bob.start().dial(ada.start());

    TestData.await("delivered", () -> bob.receiver.committed().size() == sent.size());
    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(bob.receiver.committed()).containsExactlyElementsOf(sent);
  }

  @Test
  void bothSidesCatchUpAtOnce() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    for (int i = 0; i < 300; i++) {
      ada.send(group, 0, "a" + i, bob);
      bob.send(group, 0, "b" + i, ada);
    }

    bob.dial(ada);

    TestData.await("to bob", () -> bob.receiver.committed().size() == 300);
    TestData.await("to ada", () -> ada.receiver.committed().size() == 300);
    TestData.await("acknowledged", () -> ada.outbox().isEmpty() && bob.outbox().isEmpty());
  }

  @Test
  void acknowledgementsOfABurstShareTransactions() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.dial(ada);
    ada.send(group, 0, "first", bob);
    awaitDelivered(ada, bob, "first");
    int before = ada.storage.writes();

    for (int i = 0; i < 500; i++) {
      ada.send(group, 0, "m" + i, bob);
    }

    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(ada.storage.writes() - before - 500).isLessThan(250);
  }

  @Test
  void memberServesWhatAnotherWrote() {
    List<TestNode> all = network.members("ada", "bob", "cleo");
    TestNode ada = all.get(0).start();
    TestNode bob = all.get(1).start();
    TestNode cleo = all.get(2);
    GroupId group = TestNetwork.group("one", 0, all);
    bob.dial(ada);
    ada.send(group, 0, "hello", bob, cleo);
    TestData.await("delivered", () -> bob.receiver.committed().contains("hello"));
    ada.stop();

    cleo.start().dial(bob);

    TestData.await("served", () -> cleo.receiver.committed().contains("hello"));
  }

  @Test
  void authorLearnsByComparingWhatOthersDelivered() {
    List<TestNode> all = network.members("ada", "bob", "cleo");
    TestNode ada = all.get(0).start();
    TestNode bob = all.get(1).start();
    TestNode cleo = all.get(2);
    GroupId group = TestNetwork.group("one", 0, all);
    bob.dial(ada);
    ada.send(group, 0, "hello", bob, cleo);
    TestData.await("delivered", () -> bob.receiver.committed().contains("hello"));
    ada.stop();
    cleo.start().dial(bob);
    TestData.await("served", () -> cleo.receiver.committed().contains("hello"));
    int calls = cleo.receiver.calls();

    ada.start();

    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(cleo.receiver.calls()).isEqualTo(calls);
  }

  @Test
  void nothingIsAcknowledgedWhileNobodyProcesses() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.offered().remove(bob.receiver);
    bob.dial(ada);
    ada.send(group, 0, "hello", bob);
    ada.send(group, 0, "there", bob);
    TestData.await("handed over", () -> bob.isConnectedTo(ada));
    assertThat(ada.outbox()).hasSize(2);

    bob.offered().add(bob.receiver);

    awaitDelivered(ada, bob, "hello");
    awaitDelivered(ada, bob, "there");
  }

  @Test
  void whatCannotBeProcessedNowIsOfferedAgain() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.receiver.answer(Receipt.RETRY);
    bob.dial(ada);
    ada.send(group, 0, "hello", bob);
    TestData.await("refused twice", () -> bob.receiver.calls() >= 2);
    assertThat(ada.outbox()).hasSize(1);

    bob.receiver.answer(Receipt.COMMITTED);

    awaitDelivered(ada, bob, "hello");
  }

  @Test
  void refusedEnvelopeIsNotAcknowledged() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.receiver.answer(Receipt.REFUSED);
    bob.dial(ada);

    ada.send(group, 0, "hello", bob);

    TestData.await("offered again", () -> bob.receiver.calls() >= 2);
    assertThat(ada.outbox()).hasSize(1);
  }

  @Test
  void whoIsNotInTheGroupGetsNothingOfIt() {
    List<TestNode> all = network.members("ada", "bob", "cleo");
    TestNode ada = all.get(0).start();
    TestNode bob = all.get(1).start();
    TestNode cleo = all.get(2).start();
    GroupId group = TestNetwork.group("private", 0, List.of(ada, bob));
    // Cleo believes to be in the group and asks for all of it.
    cleo.storage.putGroup(group, List.of(ada.user(), bob.user(), cleo.user()), 0);
    bob.dial(ada);
    cleo.dial(ada);
    cleo.dial(bob);

    for (int i = 0; i < 50; i++) {
      ada.send(group, 0, "m" + i, bob);
    }

    TestData.await("delivered", () -> bob.receiver.committed().size() == 50);
    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(cleo.receiver.calls()).isZero();
  }

  @Test
  void whoLeftTheGroupGetsNothingMore() throws StorageException {
    List<TestNode> all = network.members("ada", "bob", "cleo");
    all.forEach(TestNode::start);
    TestNode ada = all.get(0);
    TestNode bob = all.get(1);
    TestNode cleo = all.get(2);
    GroupId group = TestNetwork.group("one", 0, all);
    bob.dial(ada);
    cleo.dial(ada);
    ada.send(group, 0, "before", bob, cleo);
    awaitDelivered(ada, cleo, "before");
    for (TestNode stays : List.of(ada, bob)) {
      stays.storage.write(
          transaction -> {
            transaction.groupStates().removeMember(group, 2);
            return true;
          });
    }

    ada.send(group, 1, "after", bob);

    awaitDelivered(ada, bob, "after");
    assertThat(cleo.receiver.committed()).containsExactly("before");
  }

  @Test
  void removedMemberIsHandedTheCommitThatItsAuthorMeantForIt() throws StorageException {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.dial(ada);
    ada.storage.write(
        transaction -> {
          transaction.groupStates().removeMember(group, 1);
          return true;
        });

    ada.send(group, 0, "you are removed", bob);

    awaitDelivered(ada, bob, "you are removed");
  }

  @Test
  void groupThatAppearsLaterIsFollowed() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    bob.dial(ada);
    GroupId group = TestData.group("late");
    List<UserId> members = List.of(ada.user(), bob.user());
    ada.storage.putGroup(group, members, 0);
    ada.send(group, 0, "welcome", bob);
    assertThat(bob.receiver.calls()).isZero();

    bob.storage.putGroup(group, members, 0);

    awaitDelivered(ada, bob, "welcome");
  }

  @Test
  void epochsFromBeforeTheMemberJoinedAreNotFetched() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestData.group("one");
    List<UserId> members = List.of(ada.user(), bob.user());
    ada.storage.putGroup(group, members, 0);
    ada.send(group, 0, "too old");
    ada.send(group, 5, "readable", bob);
    bob.storage.putGroup(group, members, 5);

    bob.dial(ada);

    awaitDelivered(ada, bob, "readable");
    assertThat(bob.receiver.committed()).containsExactly("readable");
  }

  @Test
  void conversationOnesOwnDeviceWasRemovedFromIsLeft() throws StorageException {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.dial(ada);
    ada.send(group, 0, "before", bob);
    awaitDelivered(ada, bob, "before");
    bob.storage.write(
        transaction -> {
          transaction.conversations().setStatus(group, Conversation.Status.EVICTED);
          return true;
        });
    GroupId other = TestNetwork.group("other", 0, both);
    ada.send(other, 0, "elsewhere", bob);
    awaitDelivered(ada, bob, "elsewhere");
    int calls = bob.receiver.calls();

    ada.send(group, 0, "after", bob);
    ada.send(other, 0, "elsewhere again", bob);

    TestData.await("elsewhere", () -> bob.receiver.committed().contains("elsewhere again"));
    assertThat(bob.receiver.calls()).isEqualTo(calls + 1);
    assertThat(ada.outbox()).extracting(OutboxRow::awaiting).hasSizeBetween(1, 2);
  }

  @Test
  void restartResendsWhatIsOpen() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.dial(ada);
    TestData.await("connected", () -> ada.isConnectedTo(bob));
    ada.stop();
    ada.send(group, 0, "written while the node was away", bob);

    ada.start();

    awaitDelivered(ada, bob, "written while the node was away");
  }

  @Test
  void connectionsThatBreakDoNotLoseAnything() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    GroupId group = TestNetwork.group("one", 0, both);
    bob.dial(ada);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 50; i++) {
        ada.send(group, 0, "m" + round + "-" + i, bob);
      }
      bob.stop();
      bob.start();
    }

    TestData.await(
        "delivered", Duration.ofSeconds(30), () -> bob.receiver.committed().size() == 250);
    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(bob.receiver.committed()).doesNotHaveDuplicates();
  }
}
