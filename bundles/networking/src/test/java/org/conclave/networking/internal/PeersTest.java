package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.NetworkException;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.NetworkStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeersTest {
  private final TestNetwork network = new TestNetwork();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void newcomersFindOneAnotherThroughTheirBootstrapPeer() {
    TestNode ada = network.newcomer("ada").start();
    TestNode bob = network.newcomer("bob").bootstrap(ada.address()).start();
    TestData.await("bob is in", () -> ada.isConnectedTo(bob));
    TestNode cleo = network.newcomer("cleo").bootstrap(ada.address()).start();
    TestData.await("cleo is in", () -> ada.isConnectedTo(cleo));

    // What the ledger's own protocol brings.
    bob.ledger.add(TestData.member("cleo"));
    cleo.ledger.add(TestData.member("bob"));

    TestData.await("met", () -> cleo.isConnectedTo(bob) && bob.isConnectedTo(cleo));
  }

  @Test
  void peerThatIsNotInTheLedgerIsNotDialledOnHearsay() {
    TestNode ada = network.newcomer("ada").start();
    TestNode bob = network.newcomer("bob").bootstrap(ada.address()).start();
    TestNode cleo = network.newcomer("cleo").bootstrap(ada.address()).start();
    TestNode dan = network.newcomer("dan").bootstrap(ada.address()).start();
    cleo.ledger.add(TestData.member("dan"));
    dan.ledger.add(TestData.member("cleo"));

    TestData.await("cleo and dan meet", () -> cleo.isConnectedTo(dan));

    assertThat(bob.node().peers()).extracting(ConnectedPeer::device).containsOnly(ada.device());
  }

  @Test
  void lostPeerIsFoundAgain() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    ada.dial(bob);
    TestData.await("connected", () -> bob.isConnectedTo(ada));
    bob.stop();
    TestData.await("lost", ada::isAlone);

    bob.start();

    TestData.await("found", () -> ada.isConnectedTo(bob) && bob.isConnectedTo(ada));
  }

  @Test
  void simultaneousDialsLeaveBothConnected() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    String toBob = bob.address();
    String toAda = ada.address();

    var there = ada.node().dial(toBob).toCompletableFuture();
    var back = bob.node().dial(toAda).toCompletableFuture();

    assertThat(there).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(back).succeedsWithin(10, TimeUnit.SECONDS);
    TestData.await("both", () -> ada.isConnectedTo(bob) && bob.isConnectedTo(ada));
    var group = TestNetwork.group("one", 0, both);
    ada.send(group, 0, "there", bob);
    bob.send(group, 0, "back", ada);
    TestData.await("delivered", () -> ada.outbox().isEmpty() && bob.outbox().isEmpty());
  }

  @Test
  void portIsKeptForTheNextTime() {
    TestNode ada = network.newcomer("ada").start();
    String before = ada.address();
    ada.stop();

    ada.listen("").start();

    assertThat(ada.address()).isEqualTo(before);
  }

  @Test
  void rememberedPortThatIsTakenIsReplaced() throws IOException {
    TestNode ada = network.newcomer("ada").start();
    String before = ada.address();
    int port = Integer.parseInt(before.split("/")[4]);
    ada.stop();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();

      ada.start();

      assertThat(ada.address()).isNotEqualTo(before);
    }
  }

  @Test
  void portThatIsTakenIsAFailureThatEndsWhenItIsFree() throws IOException {
    TestNode ada = network.newcomer("ada");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ada.listen("/ip4/127.0.0.1/tcp/" + taken.getLocalPort()).begin();

      TestData.await("failed", () -> ada.node().status().state() == NetworkStatus.State.FAILED);
      assertThat(ada.node().status().problem())
          .contains(Integer.toString(taken.getLocalPort()))
          .contains("another program");
      assertThat(ada.node().dial("/ip4/127.0.0.1/tcp/1")).failsWithin(1, TimeUnit.SECONDS);
    }

    TestData.await("listens", () -> ada.node().status().state() == NetworkStatus.State.ALONE);
    assertThat(ada.node().status().problem()).isEmpty();
  }

  @Test
  void whatIsNoAddressIsRefused() {
    TestNode ada = network.newcomer("ada").start();
    for (String text : List.of("", "nonsense", "/ip4/127.0.0.1/tcp/4001", ada.address())) {
      assertThatThrownBy(() -> ada.node().dial(text).toCompletableFuture().get(5, TimeUnit.SECONDS))
          .satisfies(
              failure ->
                  assertThat(((NetworkException) failure.getCause()).reason())
                      .isEqualTo(NetworkException.Reason.INVALID_ADDRESS));
    }
  }

  @Test
  void listenersHearOfPeersAndStatusInOrder() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0);
    TestNode bob = both.get(1).start();
    List<String> heard = new CopyOnWriteArrayList<>();
    ada.offered()
        .add(
            new NetworkListener() {
              @Override
              public void networkStatusChanged(NetworkStatus status) {
                heard.add(status.state().name());
              }

              @Override
              public void peerConnected(ConnectedPeer peer) {
                heard.add("+");
              }

              @Override
              public void peerDisconnected(ConnectedPeer peer) {
                heard.add("-");
              }
            });
    ada.start().dial(bob);
    bob.stop();

    TestData.await("heard", () -> heard.contains("-"));
    assertThat(heard).containsExactly("ALONE", "CONNECTED", "+", "ALONE", "-");
  }

  @Test
  void announcementReachesMembersAndIsForwarded() {
    List<TestNode> all = network.members("ada", "bob", "cleo");
    List<String> heard = new CopyOnWriteArrayList<>();
    for (TestNode node : all) {
      AnnouncementReceiver receiver =
          (from, announcement) -> heard.add(node.name + ":" + announcement.toUtf8());
      node.offered().add(receiver);
      node.start();
    }
    all.get(1).dial(all.get(0));
    all.get(2).dial(all.get(0));

    TestData.await(
        "heard",
        () -> {
          all.get(1).node().announce(Bytes.utf8("news"));
          return heard.contains("ada:news") && heard.contains("cleo:news");
        });
  }
}
