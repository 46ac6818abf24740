package org.conclave.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;
import static org.conclave.libp2p.TestHosts.connect;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostTest {
  private static final String ECHO = "/test/echo/1.0.0";

  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void closeHosts() {
    hosts.close();
  }

  static void echo(Stream stream) {
    stream
        .reader()
        .read()
        .thenCompose(stream::write)
        .whenComplete(
            (nothing, cause) -> {
              if (cause == null) {
                echo(stream);
              } else {
                stream.close();
              }
            });
  }

  @Test
  void wildcardIsListedAsTheInterfacesOfItsOwnFamily() throws Exception {
    Host a = hosts.start(b -> b.listen(Multiaddr.parse("/ip4/0.0.0.0/tcp/0")));

    assertThat(a.listenAddresses())
        .extracting(Multiaddr::toString)
        .allMatch(address -> address.startsWith("/ip4/") && !address.startsWith("/ip4/0.0.0.0/"))
        .filteredOn(address -> address.startsWith("/ip4/127.0.0.1/"))
        .hasSize(2);
  }

  @Test
  void bothSidesIdentifyEachOtherAndPingAnswers() throws Exception {
    List<HostEvent> seen = new CopyOnWriteArrayList<>();
    Host a = hosts.start(b -> b.listener(seen::add).agentVersion("first/1"));
    Host b = hosts.start(h -> h.handle(ECHO, HostTest::echo).agentVersion("second/2"));

    Connection connection = connect(a, b);

    assertThat(connection.remotePeer()).isEqualTo(b.peerId());
    assertThat(connection.direction()).isEqualTo(Direction.OUTBOUND);
    assertThat(connection.remoteAddress()).isEqualTo(b.listenAddresses().get(0));
    assertThat(await(a.ping(b.peerId()))).isPositive().isLessThan(Duration.ofSeconds(5));
    assertThat(await(b.ping(a.peerId()))).isPositive();
    awaitTrue("identified", () -> connection.info().isPresent());
    PeerInfo info = connection.info().orElseThrow();
    assertThat(info.agentVersion()).isEqualTo("second/2");
    assertThat(info.protocols()).contains(ECHO, "/ipfs/ping/1.0.0", "/ipfs/id/1.0.0");
    assertThat(info.listenAddresses()).isEqualTo(b.listenAddresses());
    assertThat(info.signedAddresses()).isEqualTo(b.listenAddresses());
    assertThat(info.observedAddress()).contains(connection.localAddress());
    awaitTrue(
        "events",
        () ->
            seen.stream().anyMatch(HostEvent.Connected.class::isInstance)
                && seen.stream().anyMatch(HostEvent.Identified.class::isInstance));

    connection.close();
    awaitTrue("gone", () -> a.connections().isEmpty() && b.connections().isEmpty());
    awaitTrue("told", () -> seen.stream().anyMatch(HostEvent.Disconnected.class::isInstance));
    assertThat(seen.stream().map(e -> e.getClass().getSimpleName()))
        .containsSubsequence("ListenAddressesChanged", "Connected", "Identified", "Disconnected");
  }

  @Test
  void streamsCarryManyBytesBothWaysAndEndInOrder() throws Exception {
    Host a = hosts.start();
    Host b = hosts.start(h -> h.handle(ECHO, HostTest::echo));
    Stream stream = await(connect(a, b).newStream(List.of("/unknown", ECHO)));
    byte[] sent = new byte[5_000_000];
    new Random(1).nextBytes(sent);

    CompletableFuture<Void> written = stream.write(sent).toCompletableFuture();
    written.thenCompose(done -> stream.closeWrite());
    byte[] received = await(stream.reader().readAll(sent.length));

    assertThat(stream.protocol()).isEqualTo(ECHO);
    assertThat(Arrays.equals(received, sent)).isTrue();
    await(stream.onClose());
  }

  @Test
  void framesAreReadInOrderHoweverTheyWereSent() throws Exception {
    CompletableFuture<List<Integer>> lengths = new CompletableFuture<>();
    Host a = hosts.start();
    Host b =
        hosts.start(
            h ->
                h.handle(
                    ECHO,
                    stream -> {
                      List<Integer> read = new ArrayList<>();
                      try {
                        while (true) {
                          read.add(
                              stream.reader().awaitFrame(70_000, Duration.ofSeconds(10)).length);
                        }
                      } catch (EOFException e) {
                        lengths.complete(read);
                      }
                      stream.close();
                    }));
    Stream stream = await(connect(a, b).newStream(List.of(ECHO)));
    List<Integer> sent = new ArrayList<>();
    for (int length : new int[] {0, 1, 127, 128, 0, 16_384, 70_000, 5}) {
      sent.add(length);
      stream.writeFrame(new byte[length]);
    }
    for (int i = 0; i < 10_000; i++) {
      sent.add(1);
      stream.writeFrame(new byte[1]);
    }
    stream.closeWrite();

    assertThat(await(lengths)).isEqualTo(sent);
  }

  @Test
  void frameOfOneGigabyteIsRefusedBeforeItIsAllocated() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Host a = hosts.start();
    Host b =
        hosts.start(
            h ->
                h.handle(
                    ECHO,
                    stream ->
                        stream
                            .reader()
                            .readFrame(1 << 20)
                            .whenComplete((frame, cause) -> failure.complete(cause))));
    Stream stream = await(connect(a, b).newStream(List.of(ECHO)));

    stream.write(org.conclave.libp2p.multiformats.Varint.encode(1L << 30));

    assertThat(await(failure)).isInstanceOf(FrameTooLargeException.class);
    assertThatThrownBy(() -> await(stream.reader().read()))
        .isInstanceOf(StreamResetException.class);
  }

  @Test
  void overlongVarintResetsTheStream() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Host a = hosts.start();
    Host b =
        hosts.start(
            h ->
                h.handle(
                    ECHO,
                    stream ->
                        stream
                            .reader()
                            .readFrame(1 << 20)
                            .whenComplete((frame, cause) -> failure.complete(cause))));
    Stream stream = await(connect(a, b).newStream(List.of(ECHO)));

    stream.write(new byte[] {(byte) 0x81, 0x00});

    assertThat(await(failure)).isInstanceOf(Libp2pException.class);
    assertThatThrownBy(() -> await(stream.reader().read()))
        .isInstanceOf(StreamResetException.class);
  }

  @Test
  void resetFailsWhatIsPendingOnBothSides() throws Exception {
    CompletableFuture<Stream> accepted = new CompletableFuture<>();
    Host a = hosts.start();
    Host b = hosts.start(h -> h.handle(ECHO, accepted::complete));
    Stream stream = await(connect(a, b).newStream(List.of(ECHO)));
    stream.write(new byte[] {1});
    Stream other = await(accepted);
    assertThat(await(other.reader().readExactly(1))).containsExactly(1);
    CompletableFuture<ByteBuffer> reading = other.reader().read().toCompletableFuture();
    CompletableFuture<Void> writing = other.write(new byte[1 << 20]).toCompletableFuture();

    stream.reset(7);

    assertThatThrownBy(() -> await(reading)).isInstanceOf(StreamResetException.class);
    assertThatThrownBy(() -> await(writing)).isInstanceOf(StreamResetException.class);
    await(stream.onClose());
    await(other.onClose());
  }

  @Test
  void unknownProtocolIsRefusedAndTheConnectionStays() throws Exception {
    Host a = hosts.start();
    Host b = hosts.start();
    Connection connection = connect(a, b);

    assertThatThrownBy(() -> await(connection.newStream(List.of("/nobody/1", "/nobody/2"))))
        .isInstanceOf(ProtocolNotSupportedException.class);
    assertThat(await(a.ping(b.peerId()))).isPositive();
  }

  @Test
  void handlerThatThrowsResetsItsStreamOnly() throws Exception {
    Host a = hosts.start();
    Host b =
        hosts.start(
            h ->
                h.handle(
                    ECHO,
                    stream -> {
                      throw new IllegalArgumentException("expected by the test");
                    }));
    Connection connection = connect(a, b);
    Stream stream = await(connection.newStream(List.of(ECHO)));

    assertThatThrownBy(() -> await(stream.reader().read()))
        .isInstanceOf(StreamResetException.class);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void anotherPeerAtTheAddressIsNotTakenForTheExpectedOne() throws Exception {
    Host a = hosts.start();
    Host b = hosts.start();
    PeerId expected = TestHosts.newKey().peerId();

    assertThatThrownBy(() -> await(a.connect(expected, b.listenAddresses())))
        .isInstanceOf(Libp2pException.class)
        .rootCause()
        .hasMessageContaining(expected.toString())
        .hasMessageContaining(b.peerId().toString());
    assertThat(a.connections()).isEmpty();
  }

  @Test
  void oneDialServesEveryoneWhoAsks() throws Exception {
    Host a = hosts.start();
    Host b = hosts.start();
    List<CompletableFuture<Connection>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(a.connect(b.peerId(), b.listenAddresses()));
    }
    assertThat(asked.get(3).cancel(false)).isTrue();

    Connection first = await(asked.get(0));
    for (CompletableFuture<Connection> one : asked) {
      if (!one.isCancelled()) {
        assertThat(await(one)).isSameAs(first);
      }
    }
    assertThat(b.connections().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void deadAddressDoesNotHoldUpTheNextOne() throws Exception {
    Host a = hosts.start();
    Host b = hosts.start();
    // 192.0.2.0/24 is for documentation: nobody answers there.
    Multiaddr dead = Multiaddr.parse("/ip4/192.0.2.1/tcp/4001");
    long start = System.nanoTime();

    await(a.connect(b.peerId(), List.of(dead, b.listenAddresses().get(0))));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void portThatIsTakenIsNamed() throws Exception {
    Host a = hosts.start();
    Multiaddr taken = a.listenAddresses().get(0);

    assertThatThrownBy(() -> Host.builder().key(TestHosts.newKey()).listen(taken).start())
        .isInstanceOf(ListenException.class)
        .hasMessageContaining(taken.toString());
  }
}
