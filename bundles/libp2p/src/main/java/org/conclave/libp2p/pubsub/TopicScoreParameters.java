package org.conclave.libp2p.pubsub;

import java.time.Duration;

/**
 * How conduct in one topic counts (gossipsub-v1.1, P1 to P4). Decays apply once a heartbeat; see
 * {@link ScoreParameters#decayOver}.
 *
 * @param weight of the whole topic
 * @param timeInMesh P1, not negative
 * @param firstDeliveries P2, not negative
 * @param meshDeliveries P3, not positive; weight 0 where traffic is too thin to expect any
 * @param meshFailureWeight P3b, not positive
 * @param meshFailureDecay P3b
 * @param invalidWeight P4, not positive
 * @param invalidDecay P4
 */
public record TopicScoreParameters(
    double weight,
    TimeInMesh timeInMesh,
    FirstDeliveries firstDeliveries,
    MeshDeliveries meshDeliveries,
    double meshFailureWeight,
    double meshFailureDecay,
    double invalidWeight,
    double invalidDecay) {

  /** P1: {@code min(time / quantum, cap) * weight}. */
  public record TimeInMesh(double weight, Duration quantum, double cap) {}

  /** P2: messages this peer brought first. */
  public record FirstDeliveries(double weight, double decay, double cap) {}

  /**
   * P3: the square of what is missing to the threshold.
   *
   * @param window a copy counts if it comes within this time after the first
   * @param activation a peer that is in the mesh for less is not judged
   */
  public record MeshDeliveries(
      double weight,
      double decay,
      double cap,
      double threshold,
      Duration window,
      Duration activation) {}

  /**
   * @throws IllegalArgumentException if a weight has the wrong sign
   */
  public TopicScoreParameters {
    if (weight < 0 || timeInMesh.weight() < 0 || firstDeliveries.weight() < 0) {
      throw new IllegalArgumentException("weights of rewards are not negative");
    }
    if (meshDeliveries.weight() > 0 || meshFailureWeight > 0 || invalidWeight > 0) {
      throw new IllegalArgumentException("weights of penalties are not positive");
    }
  }

  /** For conversations between people: little is expected, but nothing false is forgiven soon. */
  public static TopicScoreParameters defaults() {
    return new TopicScoreParameters(
        1,
        new TimeInMesh(0.01, Duration.ofSeconds(1), 300),
        new FirstDeliveries(0.5, ScoreParameters.decayOver(600), 20),
        new MeshDeliveries(
            0,
            ScoreParameters.decayOver(100),
            100,
            20,
            Duration.ofMillis(10),
            Duration.ofMinutes(1)),
        0,
        ScoreParameters.decayOver(100),
        -10,
        ScoreParameters.decayOver(1_800));
  }
}
