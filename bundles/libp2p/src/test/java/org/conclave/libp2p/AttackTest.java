package org.conclave.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;
import static org.conclave.libp2p.TestHosts.connect;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.internal.noise.RawPeer;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What peers do that should not be peers. */
@Timeout(60)
class AttackTest {
  private static final String SINK = "/test/sink/1.0.0";
  private static final int DATA = 0;
  private static final int WINDOW_UPDATE = 1;
  private static final int PING = 2;
  private static final int SYN = 1;

  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void closeHosts() {
    hosts.close();
  }

  private static Multiaddr address(Host host) {
    return host.listenAddresses().get(0);
  }

  private static byte[] frame(int type, int flags, int stream, long length) {
    return ByteBuffer.allocate(12)
        .put((byte) 0)
        .put((byte) type)
        .putShort((short) flags)
        .putInt(stream)
        .putInt((int) length)
        .array();
  }

  private static RawPeer upgraded(Host host) throws Exception {
    RawPeer peer = new RawPeer(address(host));
    peer.agreeOnNoise();
    peer.handshake(peer.payload(TestHosts.newKey()));
    return peer;
  }

  @Test
  void honestRawPeerIsTaken() throws Exception {
    Host host = hosts.start();
    HostKey key = TestHosts.newKey();
    try (RawPeer peer = new RawPeer(address(host))) {
      peer.agreeOnNoise();
      peer.handshake(peer.payload(key));

      awaitTrue("connected", () -> !host.connectionsTo(key.peerId()).isEmpty());
      assertThat(peer.receive()).isNotEmpty();
    }
    awaitTrue("gone", () -> host.connections().isEmpty());
  }

  @Test
  void identityThatVouchesForAnotherNoiseKeyIsRefused() throws Exception {
    List<HostEvent> events = new CopyOnWriteArrayList<>();
    Host host = hosts.start(b -> b.listener(events::add));
    try (RawPeer peer = new RawPeer(address(host))) {
      peer.agreeOnNoise();
      peer.handshake(RawPeer.payload(TestHosts.newKey(), new byte[32]));

      peer.awaitClosed();
    }
    assertThat(events).noneMatch(HostEvent.Connected.class::isInstance);
    assertThat(host.connections()).isEmpty();
  }

  @Test
  void identityThatIsNoIdentityIsRefused() throws Exception {
    Host host = hosts.start();
    for (byte[] payload : List.of(new byte[0], new byte[] {10, -1, -1}, new byte[500])) {
      try (RawPeer peer = new RawPeer(address(host))) {
        peer.agreeOnNoise();
        peer.handshake(payload);
        peer.awaitClosed();
      }
    }
    assertThat(host.connections()).isEmpty();
  }

  private Host impatientHost() throws Exception {
    HostLimits limits =
        HostLimits.defaults()
            .withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(10));
    return hosts.start(b -> b.limits(limits));
  }

  @Test
  void handshakeThatStopsIsCutOffWhereverItStops() throws Exception {
    Host host = impatientHost();
    try (RawPeer silent = new RawPeer(address(host));
        RawPeer halfLine = new RawPeer(address(host));
        RawPeer noNoise = new RawPeer(address(host));
        RawPeer halfNoise = new RawPeer(address(host))) {
      halfLine.sendRaw(new byte[] {20, '/', 'm'});
      noNoise.agreeOnNoise();
      halfNoise.agreeOnNoise();
      halfNoise.sendRaw(new byte[] {0, 32, 1, 2, 3});

      for (RawPeer peer : List.of(silent, halfLine, noNoise, halfNoise)) {
        peer.awaitClosed();
      }
    }
    Host honest = hosts.start();
    assertThat(connect(honest, host).isOpen()).isTrue();
  }

  @Test
  void endlessLineAndForeignProtocolsEndTheHandshake() throws Exception {
    Host host = impatientHost();
    byte[] longLine = {(byte) 0x81, 0x08};
    byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (byte[] bytes : List.of(longLine, http, new byte[] {(byte) 0x80, 0x00})) {
      try (RawPeer peer = new RawPeer(address(host))) {
        peer.sendRaw(bytes);
        peer.awaitClosed();
      }
    }
  }

  @Test
  void handshakesInProgressAreLimited() throws Exception {
    Host host = hosts.start(b -> b.limits(HostLimits.defaults().withConnections(100, 8, 3)));
    List<RawPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        RawPeer peer = new RawPeer(address(host));
        peer.agreeOnNoise();
        peers.add(peer);
      }
      try (RawPeer tooMany = new RawPeer(address(host))) {
        tooMany.awaitClosed();
      }
      peers.remove(0).close();
      Host honest = hosts.start();
      awaitTrue(
          "a place is free again",
          () -> {
            try {
              return connect(honest, host).isOpen();
            } catch (Exception e) {
              return false;
            }
          });
    } finally {
      for (RawPeer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void yamuxFrameOfOneGigabyteEndsTheSession() throws Exception {
    Host host = hosts.start();
    try (RawPeer peer = upgraded(host)) {
      peer.send(frame(WINDOW_UPDATE, SYN, 1, 0));
      peer.send(frame(DATA, 0, 1, 1 << 30));
      peer.awaitClosed();
    }
    try (RawPeer peer = upgraded(host)) {
      peer.send(frame(DATA, 0, 99, 1 << 30));
      peer.awaitClosed();
    }
  }

  @Test
  void dataBeyondTheCreditEndsTheSession() throws Exception {
    Host host = hosts.start(b -> b.handle(SINK, stream -> {}));
    try (RawPeer peer = upgraded(host)) {
      byte[] header = RawPeer.line("/multistream/1.0.0");
      byte[] protocol = RawPeer.line(SINK);
      int length = header.length + protocol.length;
      ByteBuffer opening = ByteBuffer.allocate(12 + length);
      opening.put(frame(DATA, SYN, 1, length)).put(header).put(protocol);
      peer.send(opening.array());
      for (int sent = 0; sent <= 256 * 1024; sent += 32 * 1024) {
        ByteBuffer data = ByteBuffer.allocate(12 + 32 * 1024);
        data.put(frame(DATA, 0, 1, 32 * 1024));
        peer.send(data.array());
      }
      peer.awaitClosed();
    }
  }

  @Test
  void malformedYamuxFramesEndTheSession() throws Exception {
    Host host = hosts.start();
    byte[] version = frame(DATA, 0, 1, 0);
    version[0] = 1;
    for (byte[] bad :
        List.of(
            version, frame(9, 0, 1, 0), frame(DATA, 0, 0, 5), frame(WINDOW_UPDATE, SYN, 2, 0))) {
      try (RawPeer peer = upgraded(host)) {
        peer.send(bad);
        peer.awaitClosed();
      }
    }
  }

  @Test
  void changedCiphertextEndsTheConnection() throws Exception {
    Host host = hosts.start();
    try (RawPeer peer = upgraded(host)) {
      peer.sendMessage(new byte[64]);
      peer.awaitClosed();
    }
    try (RawPeer peer = upgraded(host)) {
      peer.sendRaw(new byte[] {0, 0});
      peer.awaitClosed();
    }
  }

  @Test
  void peerThatDoesNotReadItsRepliesIsCutOff() throws Exception {
    Host host = hosts.start();
    try (RawPeer peer = upgraded(host)) {
      ByteBuffer pings = ByteBuffer.allocate(12 * 5000);
      for (int i = 0; i < 5000; i++) {
        pings.put(frame(PING, SYN, 0, i));
      }
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  peer.send(pings.array());
                }
              })
          .isInstanceOf(java.net.SocketException.class);
    }
    awaitTrue("gone", () -> host.connections().isEmpty());
  }

  @Test
  void streamsBeyondTheLimitAreReset() throws Exception {
    List<Stream> taken = new CopyOnWriteArrayList<>();
    Host a = hosts.start();
    Host b =
        hosts.start(h -> h.limits(HostLimits.defaults().withStreams(5)).handle(SINK, taken::add));
    Connection connection = connect(a, b);
    awaitTrue(
        "identified",
        () -> b.connectionsTo(a.peerId()).stream().anyMatch(c -> c.info().isPresent()));
    for (int i = 0; i < 5; i++) {
      await(connection.newStream(List.of("/x", SINK)));
    }

    assertThatThrownBy(() -> await(connection.newStream(List.of("/x", SINK))))
        .isInstanceOf(StreamResetException.class);

    awaitTrue("taken", () -> taken.size() == 5);
    taken.get(0).reset(0);
    awaitTrue(
        "a place is free again",
        () -> {
          try {
            return await(connection.newStream(List.of("/x", SINK))) != null;
          } catch (Exception e) {
            return false;
          }
        });
  }

  @Test
  void readerThatNeverReadsHoldsUpItsWriterAndNobodyElse() throws Exception {
    CompletableFuture<Stream> taken = new CompletableFuture<>();
    Host a = hosts.start();
    Host b = hosts.start(h -> h.handle(SINK, taken::complete));
    Connection connection = connect(a, b);
    Stream stream = await(connection.newStream(List.of(SINK)));

    CompletableFuture<Void> window = stream.write(new byte[200 * 1024]).toCompletableFuture();
    CompletableFuture<Void> beyond = stream.write(new byte[100 * 1024]).toCompletableFuture();
    await(window);
    assertThat(await(a.ping(b.peerId()))).isPositive();
    assertThat(beyond).isNotDone();
    assertThatThrownBy(() -> await(stream.write(new byte[9 << 20])))
        .hasMessageContaining("too slow");

    // Only what the reader takes brings credit.
    await(await(taken).reader().readExactly(200 * 1024));
    await(beyond);
  }

  @Test
  void unreadBytesOfAllStreamsTogetherAreBounded() throws Exception {
    List<Stream> taken = new CopyOnWriteArrayList<>();
    int limit = 1 << 20;
    Host a = hosts.start();
    Host b =
        hosts.start(
            h ->
                h.limits(HostLimits.defaults().withBytes(limit, 8 << 20)).handle(SINK, taken::add));
    Connection connection = connect(a, b);
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Stream stream = await(connection.newStream(List.of("/x", SINK)));
      stream.write(new byte[256 * 1024]);
      streams.add(stream);
    }

    awaitTrue(
        "some are reset", () -> streams.stream().filter(s -> s.onClose().isDone()).count() >= 4);
    assertThat(await(a.ping(b.peerId()))).isPositive();
    assertThat(streams.stream().filter(s -> s.onClose().isDone()).count()).isLessThanOrEqualTo(5);
  }

  @Test
  void connectionsAreLimitedInAllAndForOnePeer() throws Exception {
    Host host = hosts.start(b -> b.limits(HostLimits.defaults().withConnections(2, 1, 2)));
    HostKey key = TestHosts.newKey();
    try (RawPeer first = new RawPeer(address(host));
        RawPeer second = new RawPeer(address(host))) {
      first.agreeOnNoise();
      first.handshake(first.payload(key));
      awaitTrue("connected", () -> host.connectionsTo(key.peerId()).size() == 1);
      second.agreeOnNoise();
      second.handshake(second.payload(key));
      second.awaitClosed();
      assertThat(host.connectionsTo(key.peerId())).hasSize(1);
    }
    awaitTrue("gone", () -> host.connections().isEmpty());
    try (RawPeer third = upgraded(host);
        RawPeer fourth = upgraded(host)) {
      awaitTrue("connected", () -> host.connections().size() == 2);
      try (RawPeer fifth = new RawPeer(address(host))) {
        fifth.awaitClosed();
      }
    }
  }
}
