package org.conclave.libp2p.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.internal.pubsub.RouterFixture.TOPIC;

import java.util.List;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.LimitParameters;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Metric;
import org.junit.jupiter.api.Test;

final class OutboundQueueTest {
  private static final LimitParameters DEFAULTS = LimitParameters.defaults();

  /** A queue of 64 KiB. */
  private static RouterFixture fixture() {
    LimitParameters limits =
        new LimitParameters(
            32 * 1024,
            64 * 1024,
            DEFAULTS.slowPeer(),
            DEFAULTS.topicsPerPeer(),
            DEFAULTS.seenTtl(),
            DEFAULTS.seenEntries(),
            DEFAULTS.cacheBytes(),
            DEFAULTS.checks(),
            DEFAULTS.validationTimeout(),
            DEFAULTS.undelivered());
    RouterFixture it = new RouterFixture(GossipSubParameters.defaults().withLimits(limits));
    it.join();
    return it;
  }

  @Test
  void slowPeerLosesGossipBeforeMessagesAndIsThenDisconnected() {
    RouterFixture it = fixture();
    ScriptedPeer slow = it.subscriber();
    slow.reads = false;
    assertThat(it.node.publish(TOPIC, new byte[20_000])).isNotDone();
    MessageId id = MessageId.of(it.node.id, 1);

    // The answer to a request is the first to go.
    it.node.publish(TOPIC, new byte[20_000]);
    slow.want(List.of(id));
    assertThat(it.node.count(Metric.GOSSIP_DROPPED)).isEqualTo(1);
    assertThat(it.node.count(Metric.MESSAGES_DROPPED)).isZero();

    it.node.publish(TOPIC, new byte[20_000]);
    it.node.publish(TOPIC, new byte[20_000]);
    assertThat(it.node.count(Metric.MESSAGES_DROPPED)).isEqualTo(1);
    assertThat(slow.disconnected).isFalse();

    it.heartbeats(12);
    assertThat(slow.disconnected).isTrue();
    assertThat(it.node.count(Metric.SLOW_PEERS_DISCONNECTED)).isEqualTo(1);
    assertThat(it.node.router.peers(TOPIC)).isEmpty();
  }

  @Test
  void otherPeersDoNotNoticeASlowOne() {
    RouterFixture it = fixture();
    ScriptedPeer slow = it.subscriber();
    ScriptedPeer quick = it.subscriber();
    slow.reads = false;

    for (int i = 0; i < 100; i++) {
      it.node.publish(TOPIC, new byte[10_000]);
    }

    assertThat(quick.messagesHeard()).hasSize(100);
  }
}
