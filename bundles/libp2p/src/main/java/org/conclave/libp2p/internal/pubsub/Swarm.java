package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is there, who is in which topic, and who may be. */
final class Swarm {
  private static final Logger LOG = LoggerFactory.getLogger(Swarm.class);

  private final PeerId self;
  private final TopicGate gate;
  private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
  private final Map<Topic, Set<Peer>> inTopic = new LinkedHashMap<>();
  private final Set<Peer> toFlush = new LinkedHashSet<>();
  private boolean gateFails;

  /** Own topics, and for each the peers with whom its messages are exchanged in full. */
  private final Map<Topic, Set<Peer>> mesh = new LinkedHashMap<>();

  Swarm(PeerId self, TopicGate gate) {
    this.self = self;
    this.gate = gate;
  }

  boolean isSelf(PeerId peer) {
    return self.equals(peer);
  }

  Peer add(PeerId id) {
    return peers.computeIfAbsent(id, i -> new Peer(i, toFlush));
  }

  Optional<Peer> peer(PeerId id) {
    return Optional.ofNullable(peers.get(id));
  }

  Collection<Peer> peers() {
    return Collections.unmodifiableCollection(peers.values());
  }

  /** Sends what this turn gathered. */
  void flush(int maxBytes) {
    toFlush.forEach(peer -> peer.flush(maxBytes));
    toFlush.clear();
  }

  void remove(Peer peer) {
    forgetTopics(peer);
    peers.remove(peer.id());
  }

  void enter(Peer peer, Topic topic) {
    if (peer.topics.add(topic)) {
      inTopic.computeIfAbsent(topic, t -> new LinkedHashSet<>()).add(peer);
    }
  }

  void exit(Peer peer, Topic topic) {
    if (peer.topics.remove(topic)) {
      inTopic.computeIfPresent(
          topic,
          (t, set) -> {
            set.remove(peer);
            return set.isEmpty() ? null : set;
          });
    }
  }

  void forgetTopics(Peer peer) {
    List.copyOf(peer.topics).forEach(topic -> exit(peer, topic));
  }

  boolean allows(PeerId peer, Topic topic) {
    try {
      boolean allowed = gate.allows(peer, topic);
      gateFails = false;
      return allowed;
    } catch (RuntimeException | LinkageError e) {
      // Asked for every message: one report is enough until it works again.
      if (!gateFails) {
        LOG.error("the topic gate fails; all are kept out until it works", e);
      }
      gateFails = true;
      return false;
    }
  }

  /** Peers in a topic that may be there and can be sent to. */
  List<Peer> reachable(Topic topic) {
    List<Peer> found = new ArrayList<>();
    for (Peer peer : inTopic.getOrDefault(topic, Set.of())) {
      if (peer.isLinked() && allows(peer.id(), topic)) {
        found.add(peer);
      }
    }
    return found;
  }

  boolean isJoined(Topic topic) {
    return mesh.containsKey(topic);
  }

  Set<Topic> joined() {
    return Collections.unmodifiableSet(mesh.keySet());
  }

  void join(Topic topic) {
    mesh.putIfAbsent(topic, new LinkedHashSet<>());
  }

  /** Leaves a topic; returns the mesh it had. */
  Set<Peer> leave(Topic topic) {
    Set<Peer> members = mesh.remove(topic);
    return members == null ? Set.of() : members;
  }

  /** The mesh of a joined topic, for its keeper to change; an empty set for any other topic. */
  Set<Peer> mesh(Topic topic) {
    return mesh.getOrDefault(topic, Collections.emptySet());
  }
}
