package org.conclave.libp2p.internal.pubsub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicGate;

/** One router in virtual time, and scripted neighbours. */
final class RouterFixture {
  static final Topic TOPIC = new Topic("conversation");

  final VirtualTime time = new VirtualTime(1);
  final RouterNode node;
  private int peers = 100;

  RouterFixture() {
    this(GossipSubParameters.defaults(), TopicGate.OPEN);
  }

  RouterFixture(GossipSubParameters parameters) {
    this(parameters, TopicGate.OPEN);
  }

  RouterFixture(GossipSubParameters parameters, TopicGate gate) {
    node = new RouterNode(time, 1, parameters, gate);
  }

  ScriptedPeer peer() {
    return peer(false);
  }

  ScriptedPeer peer(boolean dialledByNode) {
    return new ScriptedPeer(time, node, peers++, dialledByNode);
  }

  ScriptedPeer subscriber() {
    ScriptedPeer peer = peer();
    peer.subscribe(TOPIC);
    return peer;
  }

  List<ScriptedPeer> subscribers(int count) {
    List<ScriptedPeer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(subscriber());
    }
    return all;
  }

  void join() {
    node.router.join(TOPIC);
    time.settle();
  }

  void heartbeats(int count) {
    time.run(Duration.ofSeconds(count));
  }

  static SignedMessage signed(ScriptedPeer author, long seqno, String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return Signatures.sign(author.key, TOPIC, seqno, data);
  }
}
