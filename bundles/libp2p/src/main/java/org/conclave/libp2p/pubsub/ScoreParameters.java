package org.conclave.libp2p.pubsub;

import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * How the conduct of peers is weighed (gossipsub-v1.1, "Peer Scoring"), and what follows.
 *
 * @param topics for topics that need their own
 * @param otherTopics for all others
 * @param topicCap the most that all topics together can add; 0 for no cap
 * @param applicationWeight P5
 * @param application P5: called on the router's thread, so it must not block
 * @param sharedAddressWeight P6, not positive; 0, as by default, where many peers sit behind one
 *     address, as in an office
 * @param sharedAddressThreshold P6: so many peers on one address are fine
 * @param behaviourWeight P7, not positive
 * @param behaviourThreshold P7: so much is forgiven
 * @param behaviourDecay P7
 * @param retain for how long a bad score is remembered after a peer is gone
 * @param thresholds what follows from a score
 */
public record ScoreParameters(
    Map<Topic, TopicScoreParameters> topics,
    TopicScoreParameters otherTopics,
    double topicCap,
    double applicationWeight,
    ToDoubleFunction<PeerId> application,
    double sharedAddressWeight,
    int sharedAddressThreshold,
    double behaviourWeight,
    double behaviourThreshold,
    double behaviourDecay,
    Duration retain,
    Thresholds thresholds) {

  /** A counter below this is taken as 0. */
  public static final double DECAYED = 0.01;

  /**
   * What follows from a score below these.
   *
   * @param gossip no gossip is sent or taken
   * @param publish own messages are not flooded to the peer
   * @param graylist nothing of the peer is heard
   * @param opportunisticGraft a mesh whose median score is lower takes in better peers
   */
  public record Thresholds(
      double gossip, double publish, double graylist, double opportunisticGraft) {
    /**
     * @throws IllegalArgumentException unless 0 &gt;= gossip &gt;= publish &gt;= graylist
     */
    public Thresholds {
      if (gossip > 0 || publish > gossip || graylist > publish) {
        throw new IllegalArgumentException("0 >= gossip >= publish >= graylist does not hold");
      }
    }
  }

  public ScoreParameters {
    topics = Map.copyOf(topics);
    if (sharedAddressWeight > 0 || behaviourWeight > 0) {
      throw new IllegalArgumentException("weights of penalties are not positive");
    }
  }

  /** The factor per heartbeat that takes a counter from 1 to {@link #DECAYED} in so many. */
  public static double decayOver(int heartbeats) {
    return Math.pow(DECAYED, 1.0 / heartbeats);
  }

  public static ScoreParameters defaults() {
    return new ScoreParameters(
        Map.of(),
        TopicScoreParameters.defaults(),
        100,
        1,
        peer -> 0,
        0,
        10,
        -10,
        6,
        decayOver(100),
        Duration.ofMinutes(30),
        new Thresholds(-10, -50, -80, 1));
  }

  public TopicScoreParameters of(Topic topic) {
    return topics.getOrDefault(topic, otherTopics);
  }
}
