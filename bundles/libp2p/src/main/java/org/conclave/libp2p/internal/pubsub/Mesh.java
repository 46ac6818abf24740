package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.conclave.libp2p.pubsub.MeshParameters;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Topic;

/** Keeps the meshes in shape: GRAFT, PRUNE, back-off (gossipsub-v1.0 and v1.1). */
final class Mesh {
  /** How many peers a mesh of low score takes in at a time. */
  private static final int OPPORTUNISTIC_GRAFTS = 2;

  private final MeshParameters parameters;
  private final Environment env;
  private final Swarm swarm;
  private final Scores scores;
  private final Counters counters;
  private final Backoffs backoffs = new Backoffs();

  Mesh(MeshParameters parameters, Environment env, Swarm swarm, Scores scores, Counters counters) {
    this.parameters = parameters;
    this.env = env;
    this.swarm = swarm;
    this.scores = scores;
    this.counters = counters;
  }

  /** Grafts at once if the mesh of a joined topic has fewer peers than it aims at. */
  void fill(Topic topic) {
    if (swarm.isJoined(topic)) {
      graftUpTo(topic, parameters.d() - swarm.mesh(topic).size(), peer -> true);
    }
  }

  /** Grafts one peer that just showed up in a topic, under the same condition. */
  void offer(Peer peer, Topic topic) {
    Set<Peer> members = swarm.mesh(topic);
    if (swarm.isJoined(topic)
        && members.size() < parameters.d()
        && peer.isLinked()
        && swarm.allows(peer.id(), topic)
        && mayGraft(peer, topic, members)) {
      graft(peer, topic);
    }
  }

  /** Prunes the mesh of a topic that is being left. */
  void disband(Topic topic, Collection<Peer> members) {
    for (Peer peer : members) {
      sendPrune(peer, topic, parameters.unsubscribeBackoff());
      scores.pruned(peer.id(), topic);
    }
  }

  /** Takes a peer out of all meshes, because it is gone. */
  void drop(Peer peer) {
    for (Topic topic : swarm.joined()) {
      drop(peer, topic);
    }
  }

  /** Takes a peer out of the mesh of a topic that it left. */
  void drop(Peer peer, Topic topic) {
    if (swarm.mesh(topic).contains(peer)) {
      swarm.mesh(topic).remove(peer);
      scores.pruned(peer.id(), topic);
    }
  }

  private void prune(Peer peer, Topic topic) {
    drop(peer, topic);
    sendPrune(peer, topic, parameters.pruneBackoff());
  }

  /** Prunes the peers of a topic that the gate no longer allows. */
  void pruneRefused(Topic topic) {
    for (Peer peer : List.copyOf(swarm.mesh(topic))) {
      if (!swarm.allows(peer.id(), topic)) {
        drop(peer, topic);
        sendPrune(peer, topic, parameters.unsubscribeBackoff());
      }
    }
  }

  void onGraft(Peer peer, Topic topic) {
    // Nothing is answered for a topic that this host is not in: it would tell, and cost, too much.
    if (!swarm.isJoined(topic) || swarm.mesh(topic).contains(peer)) {
      return;
    }
    if (!swarm.allows(peer.id(), topic)) {
      counters.count(Metric.GATE_REFUSED);
      return;
    }
    long remaining = backoffs.remaining(peer.id(), topic, env.millis());
    if (remaining > 0) {
      long sincePrune = parameters.pruneBackoff().toMillis() - remaining;
      scores.misbehaved(peer.id(), sincePrune < parameters.graftFlood().toMillis() ? 2 : 1);
      sendPrune(peer, topic, parameters.pruneBackoff());
      return;
    }
    boolean full = swarm.mesh(topic).size() >= parameters.dHigh() && !peer.dialled;
    if (full || scores.of(peer.id()) < 0) {
      sendPrune(peer, topic, parameters.pruneBackoff());
      return;
    }
    swarm.mesh(topic).add(peer);
    scores.grafted(peer.id(), topic);
  }

  void onPrune(Peer peer, Topic topic, Duration backoff) {
    if (!swarm.isJoined(topic)) {
      return;
    }
    drop(peer, topic);
    Duration length = backoff.isZero() ? parameters.pruneBackoff() : backoff;
    backoffs.add(peer.id(), topic, length, env.millis());
  }

  void heartbeat(long tick) {
    backoffs.expire(env.millis());
    for (Topic topic : swarm.joined()) {
      maintain(topic, tick);
    }
  }

  private void maintain(Topic topic, long tick) {
    Set<Peer> members = swarm.mesh(topic);
    for (Peer peer : List.copyOf(members)) {
      if (scores.of(peer.id()) < 0) {
        prune(peer, topic);
      }
    }
    if (members.size() < parameters.dLow()) {
      fill(topic);
    }
    if (members.size() > parameters.dHigh()) {
      List<Peer> kept = choose(members);
      for (Peer peer : List.copyOf(members)) {
        if (!kept.contains(peer)) {
          prune(peer, topic);
        }
      }
    }
    if (members.size() >= parameters.dLow()) {
      long dialled = members.stream().filter(peer -> peer.dialled).count();
      graftUpTo(topic, (int) (parameters.dOut() - dialled), peer -> peer.dialled);
    }
    if (tick % parameters.opportunisticGraftTicks() == 0 && members.size() > 1) {
      double median = medianScore(members);
      if (median < scores.thresholds().opportunisticGraft()) {
        graftUpTo(topic, OPPORTUNISTIC_GRAFTS, peer -> scores.of(peer.id()) > median);
      }
    }
  }

  /** Whom to keep: the best by score, then enough that were dialled, then any. */
  private List<Peer> choose(Set<Peer> members) {
    List<Peer> others = Choice.shuffled(members, env.random());
    others.sort(Comparator.comparingDouble((Peer peer) -> scores.of(peer.id())).reversed());
    List<Peer> kept = new ArrayList<>(others.subList(0, parameters.dScore()));
    others = Choice.shuffled(others.subList(parameters.dScore(), others.size()), env.random());
    long dialled = kept.stream().filter(peer -> peer.dialled).count();
    for (Peer peer : others) {
      if (peer.dialled && dialled < parameters.dOut() && kept.size() < parameters.d()) {
        kept.add(peer);
        dialled++;
      }
    }
    for (Peer peer : others) {
      if (kept.size() < parameters.d() && !kept.contains(peer)) {
        kept.add(peer);
      }
    }
    return kept;
  }

  private double medianScore(Set<Peer> members) {
    double[] sorted = members.stream().mapToDouble(peer -> scores.of(peer.id())).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void graftUpTo(Topic topic, int count, Predicate<Peer> wanted) {
    if (count <= 0) {
      return;
    }
    Set<Peer> members = swarm.mesh(topic);
    List<Peer> candidates = swarm.reachable(topic);
    candidates.removeIf(peer -> !wanted.test(peer) || !mayGraft(peer, topic, members));
    Choice.some(candidates, count, env.random()).forEach(peer -> graft(peer, topic));
  }

  private boolean mayGraft(Peer peer, Topic topic, Set<Peer> members) {
    return !members.contains(peer)
        && !backoffs.isActive(peer.id(), topic, env.millis())
        && scores.of(peer.id()) >= 0;
  }

  private void graft(Peer peer, Topic topic) {
    swarm.mesh(topic).add(peer);
    scores.grafted(peer.id(), topic);
    peer.outbox().graft(topic);
    counters.count(Metric.GRAFTS_SENT);
  }

  private void sendPrune(Peer peer, Topic topic, Duration backoff) {
    backoffs.add(peer.id(), topic, backoff, env.millis());
    peer.outbox().prune(topic, backoff);
    counters.count(Metric.PRUNES_SENT);
  }
}
