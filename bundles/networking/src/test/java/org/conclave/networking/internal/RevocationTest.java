package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.network.NetworkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a device that the ledger does not admit any more. */
final class RevocationTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String SLOW = "/conclave/slow/1.0.0";

  private final TestNetwork network = new TestNetwork();
  private final List<TestNode> all = network.members("ada", "bob", "cleo", "dan", "eve");
  private final TestNode ada = all.get(0);
  private final TestNode bob = all.get(1);
  private final TestNode dan = all.get(3);

  @BeforeEach
  void start() {
    all.forEach(TestNode::start);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private void connectAll() {
    for (int i = 1; i < all.size(); i++) {
      all.get(i).dial(ada);
    }
    TestData.await(
        "all are connected",
        () -> all.stream().allMatch(node -> node.node().peers().size() == all.size() - 1));
  }

  private void revokeDanEverywhere() {
    all.stream().filter(node -> node != dan).forEach(node -> node.ledger.revoke(dan.device()));
  }

  private boolean danIsOut() {
    return dan.isAlone() && all.stream().noneMatch(node -> node.isConnectedTo(dan));
  }

  @Test
  void revokedDeviceIsDisconnectedEverywhereWithinASecond() {
    connectAll();

    revokeDanEverywhere();

    TestData.await("dan is out", SECOND, this::danIsOut);
    assertThat(ada.node().peers()).hasSize(3);
  }

  @Test
  void revokedDeviceIsDisconnectedInMidTransferAndStaysOut() {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, dan));
    for (int i = 0; i < 400; i++) {
      ada.send(group, 0, "x".repeat(20_000) + i, dan);
      dan.send(group, 0, "y".repeat(20_000) + i, ada);
    }
    connectAll();
    TestData.await("it flows", () -> !dan.receiver.committed().isEmpty());
    TestData.await("both ways", () -> !ada.receiver.committed().isEmpty());

    revokeDanEverywhere();

    TestData.await("dan is out", SECOND, this::danIsOut);
    int committed = dan.receiver.committed().size();
    long knocked = ada.ledger.judged(dan.device());
    TestData.await("it knocks again", () -> ada.ledger.judged(dan.device()) > knocked + 1);
    assertThat(danIsOut()).isTrue();
    assertThat(dan.receiver.committed()).hasSizeLessThanOrEqualTo(committed + 32);
    assertThat(ada.outbox()).isNotEmpty();
  }

  @Test
  void requestToRevokedDeviceFailsAtOnce() throws Exception {
    dan.offered().add(new SlowHandler(SLOW));
    connectAll();
    CompletableFuture<Bytes> answer =
        ada.node().request(dan.user(), SLOW, Bytes.utf8("?")).toCompletableFuture();

    revokeDanEverywhere();

    NetworkException failure = null;
    try {
      answer.get(SECOND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      failure = (NetworkException) e.getCause();
    }
    assertThat(failure).isNotNull();
    assertThat(failure.reason())
        .isIn(NetworkException.Reason.UNREACHABLE, NetworkException.Reason.PROTOCOL);
  }

  @Test
  void requestThatWaitsIsNotHandedOverAfterTheRevocation() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    SlowHandler slow = new SlowHandler(SLOW).waitingFor(free);
    EchoHandler echo = new EchoHandler("/conclave/echo/1.0.0");
    ada.offered().add(slow);
    ada.offered().add(echo);
    connectAll();
    dan.node().request(ada.user(), SLOW, Bytes.utf8("first"));
    TestData.await("the first is at work", () -> slow.asked() == 1);
    dan.node().request(ada.user(), echo.protocol(), Bytes.utf8("second"));
    // Another member's request is taken meanwhile, so the second one has come, too.
    bob.node()
        .request(ada.user(), echo.protocol(), Bytes.utf8("other"))
        .toCompletableFuture()
        .get();
    assertThat(echo.answered()).isEqualTo(1);

    revokeDanEverywhere();
    TestData.await("dan is out", SECOND, this::danIsOut);
    free.countDown();

    bob.node()
        .request(ada.user(), echo.protocol(), Bytes.utf8("later"))
        .toCompletableFuture()
        .get();
    assertThat(echo.answered()).isEqualTo(2);
  }

  @Test
  void gossipOfRevokedDeviceIsNotTakenFromWhoStillForwardsIt() {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, bob, dan));
    CollectingReceiver announced = new CollectingReceiver();
    ada.offered().add(announced);
    CollectingReceiver atBob = new CollectingReceiver();
    bob.offered().add(atBob);
    bob.dial(ada);
    dan.dial(bob);
    TestData.await("dan meets ada", () -> dan.isConnectedTo(ada) && ada.isConnectedTo(dan));
    ada.ledger.revoke(dan.device());
    TestData.await("dan is out of ada's", SECOND, () -> !ada.isConnectedTo(dan));

    dan.send(group, 0, "still here", bob);
    dan.node().announce(Bytes.utf8("of a revoked device"));
    TestData.await("bob has it", () -> bob.receiver.committed().contains("still here"));
    TestData.await("and that", () -> atBob.received().contains("of a revoked device"));
    bob.send(group, 0, "of a member", ada);
    bob.node().announce(Bytes.utf8("of a member"));

    TestData.await("ada has bob's", () -> ada.receiver.committed().contains("of a member"));
    TestData.await("and bob's", () -> announced.received().contains("of a member"));
    assertThat(ada.receiver.committed()).containsExactly("of a member");
    assertThat(announced.received()).containsExactly("of a member");
  }

  @Test
  void everythingClosesWithinASecondWhenTheOwnMembershipGoes() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    SlowHandler stuck = new SlowHandler(SLOW).waitingFor(free);
    ada.offered().add(stuck);
    connectAll();
    bob.node().request(ada.user(), SLOW, Bytes.utf8("?"));
    TestData.await("a handler is stuck", () -> stuck.asked() == 1);
    Node node = ada.node();

    Thread withdrawal = new Thread(node::close);
    withdrawal.start();

    TestData.await(
        "ada is alone",
        SECOND,
        () -> all.stream().noneMatch(other -> other != ada && other.isConnectedTo(ada)));
    free.countDown();
    withdrawal.join();
    assertThat(node.peers()).isEmpty();
  }
}
