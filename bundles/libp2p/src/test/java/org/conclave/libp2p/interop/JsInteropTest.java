package org.conclave.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.TestHosts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@InteropJs
@Timeout(120)
class JsInteropTest {
  private static final String ECHO = "/test/echo/1.0.0";

  private final TestHosts hosts = new TestHosts();
  private JsPeer peer;
  private Host host;

  @BeforeEach
  void start() throws Exception {
    peer = JsPeer.start();
    host = hosts.start(b -> b.agentVersion("conclave-test/1").handle(ECHO, JsInteropTest::echo));
  }

  @AfterEach
  void stop() throws Exception {
    hosts.close();
    peer.close();
  }

  private static void echo(Stream stream) {
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

  private Connection dialPeer() throws Exception {
    return await(host.connect(peer.peerId(), peer.addresses()));
  }

  private void peerDials() throws Exception {
    peer.ask("dial", "to", host.listenAddresses().get(0).withPeerId(host.peerId()));
  }

  private void bothIdentify() {
    awaitTrue(
        "identified by us",
        () -> host.connectionsTo(peer.peerId()).stream().anyMatch(c -> c.info().isPresent()));
    Connection connection = host.connectionsTo(peer.peerId()).get(0);
    assertThat(connection.info().orElseThrow().agentVersion()).contains("js-libp2p");
    assertThat(connection.info().orElseThrow().protocols()).contains(ECHO, "/ipfs/ping/1.0.0");
    assertThat(connection.info().orElseThrow().signedAddresses())
        .contains(peer.addresses().get(0).withoutPeerId());
    JsonObject identified = peer.awaitEvent("identified", e -> true);
    assertThat(identified.get("peer").getAsString()).isEqualTo(host.peerId().toString());
    assertThat(identified.get("agent").getAsString()).isEqualTo("conclave-test/1");
    assertThat(identified.get("protocols").toString()).contains(ECHO);
    assertThat(identified.get("signed").toString())
        .contains(host.listenAddresses().get(0).toString());
  }

  @Test
  void identifyWorksBothWaysWhenWeDial() throws Exception {
    dialPeer();
    bothIdentify();
  }

  @Test
  void identifyWorksBothWaysWhenThePeerDials() throws Exception {
    peerDials();
    bothIdentify();
    assertThat(host.connectionsTo(peer.peerId()).get(0).direction()).isEqualTo(Direction.INBOUND);
  }

  @Test
  void pingWorksBothWaysWhenWeDial() throws Exception {
    dialPeer();
    assertThat(await(host.ping(peer.peerId()))).isPositive();
    assertThat(peer.ask("ping", "to", host.peerId()).getAsDouble()).isNotNegative();
  }

  @Test
  void pingWorksBothWaysWhenThePeerDials() throws Exception {
    peerDials();
    assertThat(peer.ask("ping", "to", host.peerId()).getAsDouble()).isNotNegative();
    assertThat(await(host.ping(peer.peerId()))).isPositive();
  }

  @Test
  void peerSendsMegabytesThroughOurEcho() throws Exception {
    peerDials();
    assertThat(peer.ask("echo", "to", host.peerId(), "size", 3_000_000).getAsBoolean()).isTrue();
  }

  @Test
  void weSendMegabytesThroughThePeersEcho() throws Exception {
    Stream stream = await(dialPeer().newStream(List.of(ECHO)));
    byte[] sent = new byte[3_000_000];
    new Random(2).nextBytes(sent);
    CompletableFuture<Void> written = stream.write(sent).toCompletableFuture();
    written.thenCompose(done -> stream.closeWrite());

    assertThat(Arrays.equals(await(stream.reader().readAll(sent.length)), sent)).isTrue();
  }

  @Test
  void weNoticeThatThePeerHangsUp() throws Exception {
    Connection connection = dialPeer();
    peer.ask("hangUp", "to", host.peerId());
    await(connection.onClose());
    awaitTrue("gone", () -> host.connections().isEmpty());
  }

  @Test
  void thePeerNoticesThatWeHangUp() throws Exception {
    dialPeer();
    assertThat(peer.ask("connections", "to", host.peerId()).getAsInt()).isEqualTo(1);
    host.connections().forEach(Connection::close);
    int left;
    long end = System.nanoTime() + 20_000_000_000L;
    do {
      left = peer.ask("connections", "to", host.peerId()).getAsInt();
    } while (left > 0 && System.nanoTime() < end);
    assertThat(left).isZero();
  }
}
