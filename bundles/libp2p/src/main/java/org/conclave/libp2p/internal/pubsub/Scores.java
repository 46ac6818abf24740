package org.conclave.libp2p.internal.pubsub;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.ScoreParameters;
import org.conclave.libp2p.pubsub.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Weighs the conduct of peers (gossipsub-v1.1, "The Score Function"). */
final class Scores {
  private static final Logger LOG = LoggerFactory.getLogger(Scores.class);

  /** Peers that are gone and whose bad score is remembered. */
  private static final int MAX_RETAINED = 4_096;

  private final ScoreParameters parameters;
  private final Environment env;
  private final Map<PeerId, Conduct> present = new LinkedHashMap<>();
  private final Map<PeerId, Retained> gone = new LinkedHashMap<>();
  private final Map<String, Integer> peersAtAddress = new HashMap<>();

  private record Retained(Conduct conduct, long until) {}

  private static final class Conduct {
    private final Map<Topic, TopicConduct> topics = new LinkedHashMap<>();
    private Optional<String> address = Optional.empty();
    private double behaviourPenalty;
  }

  Scores(ScoreParameters parameters, Environment env) {
    this.parameters = parameters;
    this.env = env;
  }

  ScoreParameters.Thresholds thresholds() {
    return parameters.thresholds();
  }

  void added(PeerId peer) {
    Retained earlier = gone.remove(peer);
    present.putIfAbsent(peer, earlier == null ? new Conduct() : earlier.conduct());
  }

  /** Says which host a peer is at, as far as its address tells. */
  void located(PeerId peer, Optional<String> address) {
    Conduct conduct = present.get(peer);
    if (conduct != null) {
      conduct.address.ifPresent(this::forgetAddress);
      conduct.address = address;
      address.ifPresent(a -> peersAtAddress.merge(a, 1, Integer::sum));
    }
  }

  void removed(PeerId peer) {
    double last = of(peer);
    Conduct conduct = present.remove(peer);
    if (conduct == null) {
      return;
    }
    conduct.address.ifPresent(this::forgetAddress);
    conduct.address = Optional.empty();
    if (last < 0) {
      conduct.topics.values().forEach(TopicConduct::gone);
      gone.put(peer, new Retained(conduct, env.millis() + parameters.retain().toMillis()));
      if (gone.size() > MAX_RETAINED) {
        gone.remove(gone.keySet().iterator().next());
      }
    }
  }

  private void forgetAddress(String address) {
    peersAtAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
  }

  double of(PeerId peer) {
    Conduct conduct = present.get(peer);
    if (conduct == null) {
      return 0;
    }
    double score = 0;
    for (TopicConduct topic : conduct.topics.values()) {
      score += topic.score();
    }
    if (parameters.topicCap() > 0) {
      score = Math.min(score, parameters.topicCap());
    }
    score += applicationScore(peer) * parameters.applicationWeight();
    score += parameters.sharedAddressWeight() * square(sharedAddressExcess(conduct));
    double excess = conduct.behaviourPenalty - parameters.behaviourThreshold();
    return score + parameters.behaviourWeight() * square(Math.max(0, excess));
  }

  /** What fails counts as no opinion: no peer is to gain or lose by it. */
  private double applicationScore(PeerId peer) {
    try {
      return parameters.application().applyAsDouble(peer);
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("the application's score of {} failed", peer, e);
      return 0;
    }
  }

  private int sharedAddressExcess(Conduct conduct) {
    int peers = conduct.address.map(a -> peersAtAddress.getOrDefault(a, 0)).orElse(0);
    return Math.max(0, peers - parameters.sharedAddressThreshold());
  }

  private static double square(double x) {
    return x * x;
  }

  void grafted(PeerId peer, Topic topic) {
    TopicConduct conduct = in(peer, topic);
    if (conduct != null) {
      conduct.grafted(env.millis());
    }
  }

  void pruned(PeerId peer, Topic topic) {
    TopicConduct conduct = in(peer, topic);
    if (conduct != null) {
      conduct.pruned();
    }
  }

  /** P2 and P3: the peer brought a message that was accepted, before all others. */
  void broughtFirst(PeerId peer, Topic topic) {
    TopicConduct conduct = in(peer, topic);
    if (conduct != null) {
      conduct.broughtFirst();
    }
  }

  /** P3: the peer brought a copy of an accepted message. */
  void broughtCopy(PeerId peer, Topic topic, long millisAfterAcceptance) {
    TopicConduct conduct = in(peer, topic);
    if (conduct != null) {
      conduct.broughtCopy(millisAfterAcceptance);
    }
  }

  /** P4. */
  void broughtInvalid(PeerId peer, Topic topic) {
    TopicConduct conduct = in(peer, topic);
    if (conduct != null) {
      conduct.broughtInvalid();
    }
  }

  /** P7. */
  void misbehaved(PeerId peer, double amount) {
    Conduct conduct = present.get(peer);
    if (conduct != null) {
      conduct.behaviourPenalty += amount;
    }
  }

  private @Nullable TopicConduct in(PeerId peer, Topic topic) {
    Conduct conduct = present.get(peer);
    return conduct == null
        ? null
        : conduct.topics.computeIfAbsent(topic, t -> new TopicConduct(parameters.of(t)));
  }

  /** Decays, once a heartbeat. */
  void heartbeat() {
    long now = env.millis();
    for (Conduct conduct : present.values()) {
      conduct.topics.values().removeIf(topic -> topic.heartbeat(now));
      conduct.behaviourPenalty = decay(conduct.behaviourPenalty, parameters.behaviourDecay());
    }
    gone.values().removeIf(retained -> retained.until() <= now);
  }

  static double decay(double value, double factor) {
    double decayed = value * factor;
    return decayed < ScoreParameters.DECAYED ? 0 : decayed;
  }
}
