package org.conclave.libp2p.internal.pubsub;

import org.conclave.libp2p.pubsub.Topic;

/** Tells peers which topics this host is in: only those that may be in the topic themselves. */
final class Announcements {
  private final Swarm swarm;

  Announcements(Swarm swarm) {
    this.swarm = swarm;
  }

  /** Everything, on a new stream. */
  void hello(Peer peer) {
    peer.announced.clear();
    swarm.joined().forEach(topic -> update(peer, topic));
  }

  /**
   * Makes what each peer was told of a topic true, after joining, leaving, or a change at the gate.
   */
  void update(Topic topic) {
    swarm.peers().forEach(peer -> update(peer, topic));
  }

  void heartbeat() {
    swarm.joined().forEach(this::update);
  }

  private void update(Peer peer, Topic topic) {
    if (!peer.isLinked()) {
      return;
    }
    boolean told = peer.announced.contains(topic);
    boolean due = swarm.isJoined(topic) && swarm.allows(peer.id(), topic);
    if (due && !told) {
      peer.announced.add(topic);
      peer.outbox().subscription(topic, true);
    } else if (told && !due) {
      peer.announced.remove(topic);
      peer.outbox().subscription(topic, false);
    }
  }
}
