package org.conclave.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.TestHosts;
import org.conclave.libp2p.pubsub.GossipSub;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.PubSub;
import org.conclave.libp2p.pubsub.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GossipSub with js-libp2p, which signs strictly and refuses what is not signed. */
@InteropJs
@Timeout(120)
final class JsGossipInteropTest {
  private static final Topic TOPIC = new Topic("conversation");

  private final TestHosts hosts = new TestHosts();
  private final Queue<Message> received = new ConcurrentLinkedQueue<>();
  private JsPeer peer;
  private Host host;
  private PubSub pubSub;

  @BeforeEach
  void start() throws Exception {
    peer = JsPeer.start();
    host = hosts.start();
    pubSub = GossipSub.on(host).start();
  }

  @AfterEach
  void stop() throws Exception {
    pubSub.close();
    hosts.close();
    peer.close();
  }

  private void connect(JsPeer other, Direction direction) throws Exception {
    if (direction == Direction.OUTBOUND) {
      await(host.connect(other.peerId(), other.addresses()));
    } else {
      other.ask("dial", "to", host.listenAddresses().get(0).withPeerId(host.peerId()));
    }
  }

  private void subscribeBoth() throws Exception {
    pubSub.subscribe(TOPIC, received::add);
    peer.ask("subscribe", "topic", TOPIC);
    awaitMesh();
  }

  private void awaitMesh() {
    awaitTrue("our mesh", () -> pubSub.meshPeers(TOPIC).contains(peer.peerId()));
    awaitTrue("their mesh", () -> meshOf(peer).contains(host.peerId().toString()));
  }

  private static String meshOf(JsPeer peer) {
    try {
      return peer.ask("meshPeers", "topic", TOPIC).toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void publishFrom(JsPeer peer, byte[] data) throws Exception {
    peer.ask("publish", "topic", TOPIC, "data", Base64.getEncoder().encodeToString(data));
  }

  private static byte[] data(JsonObject event) {
    return Base64.getDecoder().decode(event.get("data").getAsString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void signedMessagesAreAcceptedBothWaysOnceEach(Direction direction) throws Exception {
    connect(peer, direction);
    subscribeBoth();

    for (int i = 0; i < 20; i++) {
      assertThat(await(pubSub.publish(TOPIC, utf8("ours " + i))).peers()).isEqualTo(1);
      publishFrom(peer, utf8("theirs " + i));
    }

    awaitTrue("theirs", () -> received.size() >= 20);
    awaitTrue("ours", () -> peer.events("message").size() >= 20);
    assertThat(received).hasSize(20).allMatch(m -> m.author().equals(peer.peerId()));
    assertThat(received.stream().map(m -> new String(m.data(), StandardCharsets.UTF_8)))
        .contains("theirs 0", "theirs 19")
        .doesNotHaveDuplicates();
    List<JsonObject> events = peer.events("message");
    assertThat(events).hasSize(20);
    assertThat(events)
        .allMatch(e -> e.get("from").getAsString().equals(host.peerId().toString()))
        .allMatch(e -> e.get("topic").getAsString().equals(TOPIC.name()));
    assertThat(events.stream().map(e -> new String(data(e), StandardCharsets.UTF_8)))
        .contains("ours 0", "ours 19")
        .doesNotHaveDuplicates();
    assertThat(pubSub.metrics())
        .containsEntry(Metric.FORGED, 0L)
        .containsEntry(Metric.MALFORMED, 0L);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void bigAndEmptyMessagesTravelBothWays(Direction direction) throws Exception {
    connect(peer, direction);
    subscribeBoth();
    byte[] big = new byte[500_000];
    for (int i = 0; i < big.length; i++) {
      big[i] = (byte) (i * 7);
    }

    await(pubSub.publish(TOPIC, big));
    await(pubSub.publish(TOPIC, new byte[0]));
    publishFrom(peer, big);
    publishFrom(peer, new byte[0]);

    awaitTrue("theirs", () -> received.size() == 2);
    awaitTrue("ours", () -> peer.events("message").size() == 2);
    assertThat(received.stream().map(Message::data)).contains(big, new byte[0]);
    assertThat(peer.events("message").stream().map(JsGossipInteropTest::data))
        .contains(big, new byte[0]);
  }

  @Test
  void messageOfOnePeerIsForwardedToAnotherAndItsSignatureStillHolds() throws Exception {
    try (JsPeer other = JsPeer.start()) {
      connect(peer, Direction.OUTBOUND);
      connect(other, Direction.INBOUND);
      subscribeBoth();
      other.ask("subscribe", "topic", TOPIC);
      awaitTrue("the other's mesh", () -> meshOf(other).contains(host.peerId().toString()));

      publishFrom(peer, utf8("across"));

      JsonObject event = other.awaitEvent("message", e -> true);
      assertThat(data(event)).isEqualTo(utf8("across"));
      assertThat(event.get("from").getAsString()).isEqualTo(peer.peerId().toString());
    }
  }

  @Test
  void topicWorksAgainAfterTheConnectionWasLost() throws Exception {
    connect(peer, Direction.OUTBOUND);
    subscribeBoth();
    peer.ask("hangUp", "to", host.peerId());
    awaitTrue("lost", () -> pubSub.peers(TOPIC).isEmpty());

    connect(peer, Direction.INBOUND);
    awaitTrue("known", () -> pubSub.peers(TOPIC).contains(peer.peerId()));
    await(pubSub.publish(TOPIC, utf8("again")));

    assertThat(data(peer.awaitEvent("message", e -> true))).isEqualTo(utf8("again"));
  }

  @Test
  void leavingIsNoticedByTheOtherSide() throws Exception {
    connect(peer, Direction.OUTBOUND);
    var subscription = pubSub.subscribe(TOPIC, received::add);
    peer.ask("subscribe", "topic", TOPIC);
    awaitMesh();

    subscription.close();

    awaitTrue("pruned", () -> !meshOf(peer).contains(host.peerId().toString()));
  }
}
