package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.libp2p.pubsub.MeshParameters;
import org.conclave.libp2p.pubsub.Topic;

/** Chooses to whom own messages go. */
final class Fanout {
  private final MeshParameters parameters;
  private final Environment env;
  private final Swarm swarm;
  private final Scores scores;
  private final Map<Topic, Group> groups = new LinkedHashMap<>();

  /** The peers that stand in for a mesh in a topic that is published to but not joined. */
  private static final class Group {
    private final Set<Peer> peers = new LinkedHashSet<>();
    private long lastUse;
  }

  Fanout(MeshParameters parameters, Environment env, Swarm swarm, Scores scores) {
    this.parameters = parameters;
    this.env = env;
    this.swarm = swarm;
    this.scores = scores;
  }

  List<Peer> targets(Topic topic) {
    List<Peer> able = able(topic);
    if (parameters.floodPublish()) {
      return able;
    }
    if (!swarm.isJoined(topic)) {
      Group group = groups.computeIfAbsent(topic, t -> new Group());
      group.lastUse = env.millis();
      refill(group, able);
      return new ArrayList<>(group.peers);
    }
    List<Peer> members = new ArrayList<>(swarm.mesh(topic));
    members.removeIf(peer -> !swarm.allows(peer.id(), topic));
    return members.isEmpty() ? Choice.some(able, parameters.d(), env.random()) : members;
  }

  /** The peers of a topic that is not joined. */
  Set<Peer> peers(Topic topic) {
    Group group = groups.get(topic);
    return group == null ? Set.of() : group.peers;
  }

  void joined(Topic topic) {
    groups.remove(topic);
  }

  void drop(Peer peer) {
    groups.values().forEach(group -> group.peers.remove(peer));
  }

  void heartbeat() {
    long oldest = env.millis() - parameters.fanoutTtl().toMillis();
    groups.values().removeIf(group -> group.lastUse < oldest);
    groups.forEach((topic, group) -> refill(group, able(topic)));
  }

  private void refill(Group group, List<Peer> able) {
    group.peers.retainAll(able);
    List<Peer> others = new ArrayList<>(able);
    others.removeAll(group.peers);
    int missing = parameters.d() - group.peers.size();
    group.peers.addAll(Choice.some(others, missing, env.random()));
  }

  private List<Peer> able(Topic topic) {
    List<Peer> peers = swarm.reachable(topic);
    peers.removeIf(peer -> scores.of(peer.id()) < scores.thresholds().publish());
    return peers;
  }
}
