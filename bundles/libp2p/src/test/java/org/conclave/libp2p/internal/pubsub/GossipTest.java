package org.conclave.libp2p.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.internal.pubsub.RouterFixture.TOPIC;
import static org.conclave.libp2p.internal.pubsub.RouterFixture.signed;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Metric;
import org.junit.jupiter.api.Test;

final class GossipTest {
  private static final GossipSubParameters MESH_ONLY =
      GossipSubParameters.defaults()
          .withMesh(GossipSubParameters.defaults().mesh().withFloodPublish(false));

  private static List<MessageId> ids(int from, int count) {
    List<MessageId> ids = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      ids.add(MessageId.of("id-" + i));
    }
    return ids;
  }

  @Test
  void messagesAreAnnouncedOutsideTheMeshForThreeHeartbeats() {
    RouterFixture it = new RouterFixture(MESH_ONLY);
    it.join();
    List<ScriptedPeer> peers = it.subscribers(7);
    ScriptedPeer outside = peers.get(6);

    MessageId id = it.node.publish(TOPIC, "x").join().id();
    it.heartbeats(6);

    assertThat(outside.messagesHeard()).isEmpty();
    assertThat(outside.idsAnnounced())
        .hasSize(3)
        .allMatch(bytes -> bytes.equals(ByteString.copyFrom(id.toBytes())));
    assertThat(peers.get(0).idsAnnounced()).isEmpty();
  }

  @Test
  void announcedMessageIsServedThreeTimesAtMostAndForFiveHeartbeats() {
    RouterFixture it = new RouterFixture(MESH_ONLY);
    it.join();
    ScriptedPeer outside = it.subscribers(7).get(6);
    MessageId id = it.node.publish(TOPIC, "x").join().id();

    for (int i = 0; i < 5; i++) {
      outside.want(List.of(id));
    }
    assertThat(outside.messagesHeard()).hasSize(3);
    assertThat(it.node.count(Metric.IWANT_SERVED)).isEqualTo(3);

    MessageId other = it.node.publish(TOPIC, "y").join().id();
    it.heartbeats(5);
    outside.want(List.of(other));
    assertThat(outside.messagesHeard()).hasSize(3);
  }

  @Test
  void unknownIdsAreAskedForAndTheMessageIsTakenIn() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer peer = it.subscriber();
    MessageId id = MessageId.of(peer.id, 7);

    peer.have(TOPIC, List.of(id));
    assertThat(peer.idsWanted()).containsExactly(ByteString.copyFrom(id.toBytes()));
    peer.send(signed(peer, 7, "fetched"));
    peer.have(TOPIC, List.of(id));
    it.heartbeats(5);

    assertThat(it.node.texts()).containsExactly("fetched");
    assertThat(peer.idsWanted()).hasSize(1);
    assertThat(it.node.count(Metric.BROKEN_PROMISES)).isZero();
  }

  @Test
  void tenAnnouncementsOfAPeerAreHeardInAHeartbeat() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer peer = it.subscriber();

    for (int i = 0; i < 15; i++) {
      peer.have(TOPIC, ids(i, 1));
    }
    assertThat(peer.idsWanted()).hasSize(10);
    assertThat(it.node.count(Metric.GOSSIP_REFUSED)).isEqualTo(5);

    it.heartbeats(1);
    peer.have(TOPIC, ids(100, 1));
    assertThat(peer.idsWanted()).hasSize(11);
  }

  @Test
  void fiveThousandIdsOfAPeerAreAskedForInAHeartbeat() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer peer = it.subscriber();

    peer.have(TOPIC, ids(0, 4_000));
    peer.have(TOPIC, ids(4_000, 4_000));

    assertThat(peer.idsWanted()).hasSize(5_000).doesNotHaveDuplicates();
  }

  @Test
  void floodOfRequestsIsAnsweredUpToFiveThousandIds() {
    RouterFixture it = new RouterFixture(MESH_ONLY);
    it.join();
    ScriptedPeer peer = it.subscribers(7).get(6);
    MessageId id = it.node.publish(TOPIC, "x").join().id();

    peer.want(ids(0, 5_000));
    peer.want(List.of(id));

    assertThat(peer.messagesHeard()).isEmpty();
    assertThat(it.node.count(Metric.GOSSIP_REFUSED)).isEqualTo(1);
  }

  @Test
  void announcingWhatOneDoesNotSendCosts() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer liar = it.subscriber();

    for (int beat = 0; beat < 4; beat++) {
      for (int i = 0; i < 10; i++) {
        liar.have(TOPIC, ids(beat * 100 + i, 1));
      }
      it.heartbeats(1);
    }
    it.heartbeats(3);

    // By the fourth beat the lies of the first are due, and the liar is not heard any more.
    assertThat(it.node.count(Metric.BROKEN_PROMISES)).isEqualTo(30);
    double score = it.node.router.score(liar.id);
    assertThat(score).isLessThan(GossipSubParameters.defaults().score().thresholds().graylist());
    assertThat(it.node.count(Metric.GRAYLISTED)).isEqualTo(10);
  }

  @Test
  void nothingIsAskedForInATopicThatIsNotJoined() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();

    peer.have(TOPIC, ids(0, 3));

    assertThat(peer.heard).isEmpty();
  }

  @Test
  void bigMessageTellsTheMeshToSendNoCopyOnceItsSignatureHolds() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer source = it.subscriber();
    ScriptedPeer other = it.subscriber();
    SignedMessage big = signed(source, 1, "x".repeat(5_000));
    SignedMessage forged =
        big.toBuilder().setData(ByteString.copyFromUtf8("y".repeat(5_000))).build();

    source.send(forged);
    assertThat(other.idsNotWanted()).isEmpty();
    source.send(big);
    source.send(signed(source, 2, "small"));

    assertThat(other.idsNotWanted())
        .containsExactly(ByteString.copyFrom(MessageId.of(source.id, 1).toBytes()));
    assertThat(source.idsNotWanted()).isEmpty();
  }

  @Test
  void peerThatDoesNotWantAMessageIsNotSentIt() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer source = it.subscriber();
    ScriptedPeer other = it.subscriber();

    other.doNotWant(List.of(MessageId.of(source.id, 1)));
    source.send(signed(source, 1, "x"));
    source.send(signed(source, 2, "y"));

    assertThat(other.messagesHeard()).containsExactly(signed(source, 2, "y"));
  }

  @Test
  void outsidersAreNotServed() {
    Set<PeerId> members = new HashSet<>();
    RouterFixture it = new RouterFixture(MESH_ONLY, (peer, topic) -> members.contains(peer));
    ScriptedPeer outsider = it.subscriber();
    it.join();
    MessageId id = it.node.publish(TOPIC, "secret").join().id();

    outsider.want(List.of(id));

    assertThat(outsider.heard).isEmpty();
    assertThat(it.node.count(Metric.GATE_REFUSED)).isEqualTo(1);
  }
}
