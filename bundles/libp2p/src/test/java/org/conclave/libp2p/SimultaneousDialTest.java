package org.conclave.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimultaneousDialTest {
  private static final String ECHO = "/test/echo/1.0.0";

  private final TestHosts hosts = new TestHosts();
  private Host small;
  private Host large;

  @AfterEach
  void closeHosts() {
    hosts.close();
  }

  @Test
  void whatTheSmallerPeerDialledStaysAndNoStreamIsLost() throws Exception {
    for (int round = 0; round < 4; round++) {
      Host a = hosts.start(h -> h.handle(ECHO, HostTest::echo));
      Host b = hosts.start(h -> h.handle(ECHO, HostTest::echo));
      CompletableFuture<Connection> there = a.connect(b.peerId(), b.listenAddresses());
      CompletableFuture<Connection> back = b.connect(a.peerId(), a.listenAddresses());
      // Streams on whatever each side got, which may be the one that is to go.
      List<Stream> streams = new ArrayList<>();
      for (CompletableFuture<Connection> dialled : List.of(there, back)) {
        streams.add(await(await(dialled).newStream(List.of("/x", ECHO))));
      }
      for (int i = 0; i < 50; i++) {
        for (Stream stream : streams) {
          await(stream.write(new byte[] {(byte) i}));
          assertThat(await(stream.reader().readExactly(1))).containsExactly(i);
        }
      }
      streams.forEach(Stream::close);

      awaitTrue(
          "one connection is left",
          () -> a.connectionsTo(b.peerId()).size() == 1 && b.connectionsTo(a.peerId()).size() == 1);
      Connection kept = a.connectionsTo(b.peerId()).get(0);
      assertThat(await(a.ping(b.peerId()))).isPositive();
      assertThat(await(b.ping(a.peerId()))).isPositive();
      assertThat(kept.isOpen()).isTrue();
      a.close();
      b.close();
    }
  }

  /** Starts {@code small} and {@code large}, each of which has dialled the other. */
  private void startWithTwoConnections() throws Exception {
    // Nothing is admitted before both connections are there, so neither dial can find the other's.
    List<Connection> deferred = new CopyOnWriteArrayList<>();
    UnaryOperator<HostBuilder> deferring =
        h ->
            h.handle(ECHO, HostTest::echo)
                .gater(
                    new ConnectionGater() {
                      @Override
                      public Admission upgraded(Connection connection) {
                        deferred.add(connection);
                        return Admission.DEFER;
                      }
                    });
    Host first = hosts.start(deferring);
    Host second = hosts.start(deferring);
    small = first.peerId().compareTo(second.peerId()) < 0 ? first : second;
    large = small == first ? second : first;
    CompletableFuture<Connection> losing = large.connect(small.peerId(), small.listenAddresses());
    CompletableFuture<Connection> winning = small.connect(large.peerId(), large.listenAddresses());
    awaitTrue("two connections", () -> deferred.size() == 4);
    deferred.forEach(Connection::admit);
    await(losing);
    await(winning);
  }

  @Test
  void losingConnectionStaysWhileItHasAStream() throws Exception {
    startWithTwoConnections();
    Connection loser =
        large.connectionsTo(small.peerId()).stream()
            .filter(c -> c.direction() == Direction.OUTBOUND)
            .findFirst()
            .orElseThrow();
    Stream stream = await(loser.newStream(List.of("/x", ECHO)));
    Connection best = large.connectionsTo(small.peerId()).get(0);
    assertThat(best.direction()).isEqualTo(Direction.INBOUND);
    // The connection refuses new streams once its grace is over, but keeps this one.
    awaitTrue(
        "no new streams",
        () -> {
          CompletableFuture<Stream> another = loser.newStream(List.of("/x", ECHO));
          try {
            await(another).reset(0);
            return false;
          } catch (Exception e) {
            return true;
          }
        });
    await(stream.write(new byte[] {7}));
    assertThat(await(stream.reader().readExactly(1))).containsExactly(7);
    stream.close();
    await(loser.onClose());
    awaitTrue("one is left", () -> small.connectionsTo(large.peerId()).size() == 1);
  }

  @Test
  void losingConnectionServesOnWhenTheOtherOneGoes() throws Exception {
    startWithTwoConnections();
    Connection winner = small.connectionsTo(large.peerId()).get(0);
    assertThat(winner.direction()).isEqualTo(Direction.OUTBOUND);

    winner.close();
    awaitTrue(
        "one is left",
        () ->
            small.connectionsTo(large.peerId()).size() == 1
                && large.connectionsTo(small.peerId()).size() == 1);

    // Longer than a connection that makes way would stay.
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    while (System.nanoTime() < end) {
      assertThat(await(small.ping(large.peerId()))).isPositive();
      assertThat(await(large.ping(small.peerId()))).isPositive();
    }
  }
}
