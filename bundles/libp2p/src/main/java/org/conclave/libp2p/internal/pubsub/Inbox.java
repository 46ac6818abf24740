package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.conclave.libp2p.internal.pubsub.wire.Control;
import org.conclave.libp2p.internal.pubsub.wire.Graft;
import org.conclave.libp2p.internal.pubsub.wire.IDontWant;
import org.conclave.libp2p.internal.pubsub.wire.IHave;
import org.conclave.libp2p.internal.pubsub.wire.IWant;
import org.conclave.libp2p.internal.pubsub.wire.Prune;
import org.conclave.libp2p.internal.pubsub.wire.Rpc;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.internal.pubsub.wire.TopicSubscription;
import org.conclave.libp2p.pubsub.LimitParameters;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes frames apart. What is malformed in one is dropped, counted and held against the peer. */
final class Inbox {
  /** P7 for each malformed part. */
  static final double MALFORMED_PENALTY = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final long LONGEST_BACKOFF_SECONDS = Duration.ofDays(1).toSeconds();

  private final RpcReader reader;
  private final LimitParameters limits;
  private final Swarm swarm;
  private final Scores scores;
  private final Mesh mesh;
  private final Gossip gossip;
  private final Pipeline pipeline;
  private final Counters counters;

  Inbox(
      RpcReader reader,
      LimitParameters limits,
      Swarm swarm,
      Scores scores,
      Mesh mesh,
      Gossip gossip,
      Pipeline pipeline,
      Counters counters) {
    this.reader = reader;
    this.limits = limits;
    this.swarm = swarm;
    this.scores = scores;
    this.mesh = mesh;
    this.gossip = gossip;
    this.pipeline = pipeline;
    this.counters = counters;
  }

  /** Runs a task once it has been asked to so many times. */
  private static final class Countdown {
    private final Runnable task;
    private int left;

    Countdown(int left, Runnable task) {
      this.left = left;
      this.task = task;
    }

    void count() {
      if (--left == 0) {
        task.run();
      }
    }
  }

  void receive(Peer peer, byte[] frame, long tick, Runnable settled) {
    counters.count(Metric.RPCS_RECEIVED);
    counters.add(Metric.BYTES_RECEIVED, frame.length);
    if (scores.of(peer.id()) < scores.thresholds().graylist()) {
      counters.count(Metric.GRAYLISTED);
      settled.run();
      return;
    }
    try {
      Rpc rpc = frame.length > limits.rpcBytes() ? tooLong() : reader.read(frame);
      subscriptions(peer, rpc.getSubscriptionsList());
      messages(peer, rpc.getPublishList(), settled);
      if (rpc.hasControl()) {
        control(peer, rpc.getControl(), tick);
      }
    } catch (MalformedRpcException e) {
      malformed(peer, e);
      settled.run();
    }
  }

  private static Rpc tooLong() throws MalformedRpcException {
    throw new MalformedRpcException("too long");
  }

  private void malformed(Peer peer, MalformedRpcException e) {
    LOG.debug("from {}: {}", peer, e.getMessage());
    counters.count(Metric.MALFORMED);
    scores.misbehaved(peer.id(), MALFORMED_PENALTY);
  }

  private void subscriptions(Peer peer, List<TopicSubscription> subscriptions) {
    for (TopicSubscription subscription : subscriptions) {
      try {
        Topic topic = RpcReader.topic(subscription.getTopic());
        if (!subscription.getSubscribe()) {
          mesh.drop(peer, topic);
          swarm.exit(peer, topic);
        } else if (peer.topics.size() >= limits.topicsPerPeer() && !peer.topics.contains(topic)) {
          throw new MalformedRpcException("too many topics");
        } else {
          swarm.enter(peer, topic);
          mesh.offer(peer, topic);
        }
      } catch (MalformedRpcException e) {
        malformed(peer, e);
      }
    }
  }

  private void messages(Peer peer, List<SignedMessage> wire, Runnable settled) {
    List<UnverifiedMessage> messages = new ArrayList<>(wire.size());
    for (SignedMessage each : wire) {
      try {
        messages.add(reader.message(each));
      } catch (MalformedRpcException e) {
        malformed(peer, e);
      }
    }
    Countdown left = new Countdown(messages.size() + 1, settled);
    messages.forEach(message -> pipeline.receive(peer, message, left::count));
    left.count();
  }

  private void control(Peer peer, Control control, long tick) {
    try {
      if (control.getIhaveCount() > 0) {
        gossip.onHave(peer, announcements(control.getIhaveList()));
      }
      for (IWant want : control.getIwantList()) {
        gossip.onWant(peer, RpcReader.ids(want.getMessageIdsList()));
      }
      for (Graft graft : control.getGraftList()) {
        mesh.onGraft(peer, RpcReader.topic(graft.getTopic()));
      }
      for (Prune prune : control.getPruneList()) {
        Duration backoff = Duration.ofSeconds(clamp(prune.getBackoff()));
        mesh.onPrune(peer, RpcReader.topic(prune.getTopic()), backoff);
      }
      for (IDontWant doNotWant : control.getIdontwantList()) {
        gossip.onDoNotWant(peer, RpcReader.ids(doNotWant.getMessageIdsList()), tick);
      }
    } catch (MalformedRpcException e) {
      malformed(peer, e);
    }
  }

  private static List<Gossip.Announcement> announcements(List<IHave> wire)
      throws MalformedRpcException {
    List<Gossip.Announcement> announcements = new ArrayList<>(wire.size());
    for (IHave have : wire) {
      announcements.add(
          new Gossip.Announcement(
              RpcReader.topic(have.getTopic()), RpcReader.ids(have.getMessageIdsList())));
    }
    return announcements;
  }

  /** Unsigned on the wire, so what looks negative is huge. */
  private static long clamp(long seconds) {
    return seconds < 0 ? LONGEST_BACKOFF_SECONDS : Math.min(seconds, LONGEST_BACKOFF_SECONDS);
  }
}
