package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.GossipParameters;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Topic;

/** Announces messages outside the mesh, asks for those announced, and answers (IHAVE, IWANT). */
final class Gossip {
  private final GossipParameters parameters;
  private final Environment env;
  private final Swarm swarm;
  private final Scores scores;
  private final MessageCache cache;
  private final SeenCache seen;
  private final Promises promises;
  private final Counters counters;

  Gossip(
      GossipParameters parameters,
      Environment env,
      Swarm swarm,
      Scores scores,
      MessageCache cache,
      SeenCache seen,
      Promises promises,
      Counters counters) {
    this.parameters = parameters;
    this.env = env;
    this.swarm = swarm;
    this.scores = scores;
    this.cache = cache;
    this.seen = seen;
    this.promises = promises;
    this.counters = counters;
  }

  /** What a peer announces of one topic. */
  record Announcement(Topic topic, List<MessageId> ids) {}

  /** All announcements of one frame. */
  void onHave(Peer peer, List<Announcement> announcements) {
    if (isUnheard(peer)
        || ++peer.allowance.announcements > parameters.announcementsPerHeartbeat()) {
      counters.count(Metric.GOSSIP_REFUSED);
      return;
    }
    Set<MessageId> wanted = new LinkedHashSet<>();
    for (Announcement announcement : announcements) {
      Topic topic = announcement.topic();
      if (swarm.isJoined(topic) && swarm.allows(peer.id(), topic)) {
        announcement.ids().stream().filter(id -> !seen.contains(id)).forEach(wanted::add);
      }
    }
    int left = parameters.idsPerHeartbeat() - peer.allowance.idsAsked;
    List<MessageId> asked = Choice.some(wanted, left, env.random());
    if (asked.isEmpty()) {
      return;
    }
    peer.allowance.idsAsked += asked.size();
    peer.outbox().want(asked);
    promises.add(peer.id(), asked.get(0), env.millis());
    counters.add(Metric.IWANT_IDS_SENT, asked.size());
  }

  void onWant(Peer peer, List<MessageId> ids) {
    if (isUnheard(peer)) {
      counters.count(Metric.GOSSIP_REFUSED);
      return;
    }
    for (MessageId id : ids) {
      if (++peer.allowance.idsServed > parameters.idsPerHeartbeat()) {
        counters.count(Metric.GOSSIP_REFUSED);
        return;
      }
      Optional<MessageCache.Entry> found = cache.get(id);
      if (found.isPresent() && !peer.doNotWant.containsKey(id)) {
        serve(peer, found.get());
      }
    }
  }

  private void serve(Peer peer, MessageCache.Entry entry) {
    if (!swarm.allows(peer.id(), entry.topic())) {
      counters.count(Metric.GATE_REFUSED);
    } else if (entry.countServed(peer.id()) <= parameters.retransmissions()) {
      peer.send(entry.frame().asGossip());
      counters.count(Metric.IWANT_SERVED);
    } else {
      counters.count(Metric.GOSSIP_REFUSED);
    }
  }

  void onDoNotWant(Peer peer, List<MessageId> ids, long tick) {
    for (MessageId id : ids) {
      if (++peer.allowance.idsNotWanted > parameters.idsPerHeartbeat()) {
        counters.count(Metric.GOSSIP_REFUSED);
        return;
      }
      peer.doNotWant.put(id, tick);
    }
  }

  /** Tells the mesh that this host has a big message, so that nobody sends another copy. */
  void announceDoNotWant(MessageId id, Topic topic, int size, Set<PeerId> exceptIds) {
    if (size < parameters.doNotWantBytes()) {
      return;
    }
    for (Peer peer : swarm.mesh(topic)) {
      if (peer.dialect.knowsDoNotWant() && !exceptIds.contains(peer.id())) {
        peer.outbox().doNotWant(id);
        counters.count(Metric.IDONTWANT_IDS_SENT);
      }
    }
  }

  void heartbeat(long tick, Fanout fanout) {
    for (Peer peer : swarm.peers()) {
      peer.allowance.renew();
      peer.doNotWant.values().removeIf(since -> tick - since >= parameters.historyLength());
    }
    promises
        .broken(env.millis())
        .forEach(
            (peer, count) -> {
              scores.misbehaved(peer, count);
              counters.add(Metric.BROKEN_PROMISES, count);
            });
    cache
        .announced()
        .forEach(
            (topic, ids) -> {
              Set<Peer> known = swarm.isJoined(topic) ? swarm.mesh(topic) : fanout.peers(topic);
              announce(topic, ids, known);
            });
    cache.shift();
  }

  private void announce(Topic topic, List<MessageId> ids, Set<Peer> except) {
    List<Peer> others = new ArrayList<>(swarm.reachable(topic));
    others.removeIf(peer -> except.contains(peer) || isUnheard(peer));
    int count = Math.max(parameters.dLazy(), (int) (parameters.factor() * others.size()));
    for (Peer peer : Choice.some(others, count, env.random())) {
      List<MessageId> some = Choice.some(ids, parameters.idsPerHeartbeat(), env.random());
      peer.outbox().have(topic, some);
      counters.add(Metric.IHAVE_IDS_SENT, some.size());
    }
  }

  private boolean isUnheard(Peer peer) {
    return scores.of(peer.id()) < scores.thresholds().gossip();
  }
}
