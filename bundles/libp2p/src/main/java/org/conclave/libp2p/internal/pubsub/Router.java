package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.MessageIdFunction;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Published;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicGate;
import org.conclave.libp2p.pubsub.Validator;
import org.jspecify.annotations.Nullable;

/**
 * GossipSub as a state machine. Every method is one turn, on the router's thread; at the end of a
 * turn all that it has to say is sent.
 */
final class Router {
  private final GossipSubParameters parameters;
  private final Environment env;
  private final Counters counters;
  private final Swarm swarm;
  private final Scores scores;
  private final SeenCache seen;
  private final MessageCache cache;
  private final Promises promises;
  private final Mesh mesh;
  private final Fanout fanout;
  private final Gossip gossip;
  private final Announcements announcements;
  private final Pipeline pipeline;
  private final Inbox inbox;
  private final Deque<Handover> handovers = new ArrayDeque<>();
  private long tick;
  private boolean stopped;

  Router(
      Environment env,
      PeerId self,
      GossipSubParameters parameters,
      TopicGate gate,
      MessageIdFunction ids,
      Checker checker,
      Consumer<Message> delivery,
      Counters counters) {
    this.parameters = parameters;
    this.env = env;
    this.counters = counters;
    var limits = parameters.limits();
    var history = parameters.gossip();
    swarm = new Swarm(self, gate);
    scores = new Scores(parameters.score(), env);
    seen = new SeenCache(limits.seenTtl(), limits.seenEntries());
    cache = new MessageCache(history.historyLength(), history.historyGossip(), limits.cacheBytes());
    promises = new Promises(history.followUp());
    mesh = new Mesh(parameters.mesh(), env, swarm, scores, counters);
    fanout = new Fanout(parameters.mesh(), env, swarm, scores);
    gossip = new Gossip(history, env, swarm, scores, cache, seen, promises, counters);
    announcements = new Announcements(swarm);
    pipeline =
        new Pipeline(
            limits,
            env,
            task -> env.execute(() -> turn(task)),
            swarm,
            scores,
            seen,
            cache,
            promises,
            gossip,
            checker,
            delivery,
            counters);
    inbox = new Inbox(new RpcReader(ids), limits, swarm, scores, mesh, gossip, pipeline, counters);
  }

  /** Begins the heartbeat. */
  void start() {
    env.schedule(parameters.mesh().heartbeat(), this::beat);
  }

  /** Ends the heartbeat and drops all that waits. Messages may still be on the links. */
  void stop() {
    stopped = true;
    List.copyOf(swarm.peers()).forEach(peer -> linkDown(peer.id()));
    List.copyOf(swarm.joined()).forEach(swarm::leave);
    handovers.forEach(Handover::complete);
    handovers.clear();
  }

  /** The stream to a peer is open; any earlier one is not used any more. */
  void linkUp(
      PeerId id, PeerLink link, Dialect dialect, boolean dialled, Optional<String> address) {
    linkDown(id);
    turn(
        () -> {
          Peer peer = add(id);
          peer.queue = new OutboundQueue(link, parameters.limits().queueBytes(), env, counters);
          peer.dialect = dialect;
          peer.dialled = dialled;
          scores.located(id, address);
          announcements.hello(peer);
          peer.topics.forEach(topic -> mesh.offer(peer, topic));
        });
  }

  /** A stream to a peer is closed. */
  void linkDown(PeerId id, PeerLink link) {
    swarm
        .peer(id)
        .filter(peer -> peer.queue != null && peer.queue.link() == link)
        .ifPresent(peer -> linkDown(id));
  }

  private void linkDown(PeerId id) {
    swarm.peer(id).ifPresent(peer -> turn(() -> unlink(peer)));
  }

  private void unlink(Peer peer) {
    OutboundQueue queue = peer.queue;
    if (queue != null) {
      peer.queue = null;
      queue.close();
      peer.discard();
      peer.announced.clear();
      mesh.drop(peer);
      fanout.drop(peer);
      removeIfGone(peer);
    }
  }

  /** The peer opened a stream. What it says comes with the same token. */
  void inboundUp(PeerId id, Object token) {
    turn(
        () -> {
          Peer peer = add(id);
          forgetInbound(peer);
          peer.inbound = token;
        });
  }

  /** A stream that the peer opened is closed: what it said on it is over. */
  void inboundDown(PeerId id, Object token) {
    swarm
        .peer(id)
        .filter(peer -> peer.inbound == token)
        .ifPresent(
            peer ->
                turn(
                    () -> {
                      forgetInbound(peer);
                      removeIfGone(peer);
                    }));
  }

  private void forgetInbound(Peer peer) {
    peer.inbound = null;
    peer.doNotWant.clear();
    mesh.drop(peer);
    fanout.drop(peer);
    swarm.forgetTopics(peer);
  }

  private Peer add(PeerId id) {
    scores.added(id);
    return swarm.add(id);
  }

  private void removeIfGone(Peer peer) {
    if (peer.queue == null && peer.inbound == null) {
      swarm.remove(peer);
      scores.removed(peer.id());
      promises.forget(peer.id());
    }
  }

  /**
   * A frame came.
   *
   * @param settled runs, in this turn or a later one, when the frame needs no more memory or work
   */
  void received(PeerId id, Object token, byte[] frame, Runnable settled) {
    Peer peer = swarm.peer(id).orElse(null);
    if (stopped || peer == null || peer.inbound != token) {
      settled.run();
    } else {
      turn(() -> inbox.receive(peer, frame, tick, settled));
    }
  }

  /** A frame was so long that it was not even read. */
  void receivedOversize(PeerId id) {
    counters.count(Metric.MALFORMED);
    scores.misbehaved(id, Inbox.MALFORMED_PENALTY);
  }

  void join(Topic topic) {
    turn(
        () -> {
          fanout.joined(topic);
          swarm.join(topic);
          announcements.update(topic);
          mesh.fill(topic);
        });
  }

  void leave(Topic topic) {
    turn(
        () -> {
          Set<Peer> members = swarm.leave(topic);
          mesh.disband(topic, members);
          announcements.update(topic);
        });
  }

  void gateChanged(Topic topic) {
    turn(
        () -> {
          mesh.pruneRefused(topic);
          announcements.update(topic);
          mesh.fill(topic);
        });
  }

  void setValidator(Topic topic, @Nullable Validator validator) {
    pipeline.setValidator(topic, validator);
  }

  /** Sends an own message. */
  void publish(MessageId id, Topic topic, Frame frame, CompletableFuture<Published> result) {
    turn(
        () -> {
          counters.count(Metric.PUBLISHED);
          Delivery own = new Delivery(topic);
          own.ignored();
          seen.add(id, own, env.millis());
          cache.put(id, topic, frame);
          List<Peer> targets = fanout.targets(topic);
          Handover handover = new Handover(id, env.millis(), targets.size(), result);
          handovers.add(handover);
          targets.forEach(peer -> peer.send(frame, handover));
          dropFinishedHandovers();
        });
  }

  private void dropFinishedHandovers() {
    while (!handovers.isEmpty() && handovers.peek().isDone()) {
      handovers.remove();
    }
  }

  private void beat() {
    if (stopped) {
      return;
    }
    try {
      turn(this::heartbeat);
    } finally {
      env.schedule(parameters.mesh().heartbeat(), this::beat);
    }
  }

  private void heartbeat() {
    tick++;
    scores.heartbeat();
    disconnectSlowPeers();
    swarm.joined().forEach(mesh::pruneRefused);
    announcements.heartbeat();
    mesh.heartbeat(tick);
    fanout.heartbeat();
    gossip.heartbeat(tick, fanout);
    pipeline.heartbeat();
    seen.expire(env.millis());
    endOldHandovers();
  }

  private void disconnectSlowPeers() {
    Duration most = parameters.limits().slowPeer();
    for (Peer peer : List.copyOf(swarm.peers())) {
      if (peer.queue != null && peer.queue.stuckMillis() > most.toMillis()) {
        peer.queue.giveUp();
      }
    }
  }

  private void endOldHandovers() {
    long oldest = env.millis() - parameters.mesh().heartbeat().toMillis();
    while (!handovers.isEmpty()
        && (handovers.peek().isDone() || handovers.peek().since() <= oldest)) {
      handovers.remove().complete();
    }
  }

  private void turn(Runnable work) {
    try {
      work.run();
    } finally {
      swarm.flush(parameters.limits().rpcBytes());
    }
  }

  Set<Topic> topics() {
    return Set.copyOf(swarm.joined());
  }

  List<PeerId> peers(Topic topic) {
    return swarm.reachable(topic).stream().map(Peer::id).toList();
  }

  List<PeerId> meshPeers(Topic topic) {
    return swarm.mesh(topic).stream().map(Peer::id).toList();
  }

  double score(PeerId peer) {
    return scores.of(peer);
  }
}
