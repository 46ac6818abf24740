package org.conclave.libp2p.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.ScoreParameters;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicScoreParameters;
import org.junit.jupiter.api.Test;

/** The numbers are those of gossipsub-v1.1, "The Score Function". */
final class ScoresTest {
  private static final Topic TOPIC = new Topic("t");
  private static final PeerId PEER = RouterNode.key(1).peerId();
  private static final PeerId NEIGHBOUR = RouterNode.key(2).peerId();
  private static final Offset<Double> EXACT = within(1e-9);

  private final VirtualTime time = new VirtualTime(1);

  private Scores scores() {
    TopicScoreParameters topic =
        new TopicScoreParameters(
            2,
            new TopicScoreParameters.TimeInMesh(0.5, Duration.ofSeconds(1), 10),
            new TopicScoreParameters.FirstDeliveries(3, 0.5, 4),
            new TopicScoreParameters.MeshDeliveries(
                -1, 1, 20, 5, Duration.ofMillis(10), Duration.ofSeconds(30)),
            -1,
            0.5,
            -7,
            0.5);
    Scores scores =
        new Scores(
            new ScoreParameters(
                Map.of(TOPIC, topic),
                TopicScoreParameters.defaults(),
                50,
                0.5,
                peer -> peer.equals(NEIGHBOUR) ? 8 : 0,
                -2,
                1,
                -3,
                1,
                0.5,
                Duration.ofMinutes(1),
                new ScoreParameters.Thresholds(-10, -20, -30, 1)),
            time.environment());
    scores.added(PEER);
    return scores;
  }

  @Test
  void p1RewardsTimeInTheMeshUpToItsCap() {
    Scores scores = scores();
    scores.grafted(PEER, TOPIC);
    time.run(Duration.ofSeconds(4));
    scores.heartbeat();
    assertThat(scores.of(PEER)).isEqualTo(2 * 4 * 0.5, EXACT);
    time.run(Duration.ofSeconds(20));
    scores.heartbeat();
    assertThat(scores.of(PEER)).isEqualTo(2 * 10 * 0.5, EXACT);
  }

  @Test
  void p2RewardsFirstDeliveriesUpToTheirCapAndDecays() {
    Scores scores = scores();
    for (int i = 0; i < 6; i++) {
      scores.broughtFirst(PEER, TOPIC);
    }
    assertThat(scores.of(PEER)).isEqualTo(2 * 4 * 3, EXACT);
    scores.heartbeat();
    assertThat(scores.of(PEER)).isEqualTo(2 * 2 * 3, EXACT);
  }

  @Test
  void p3PunishesMissingDeliveriesOnceActive() {
    Scores scores = scores();
    scores.grafted(PEER, TOPIC);
    time.run(Duration.ofSeconds(30));
    scores.heartbeat();
    assertThat(scores.of(PEER)).isEqualTo(10, EXACT);
    time.run(Duration.ofSeconds(1));
    scores.heartbeat();
    assertThat(scores.of(PEER)).isEqualTo(10 - 2 * 25, EXACT);
    scores.broughtCopy(PEER, TOPIC, 5);
    scores.broughtCopy(PEER, TOPIC, 5);
    scores.broughtCopy(PEER, TOPIC, 11);
    assertThat(scores.of(PEER)).isEqualTo(10 - 2 * 9, EXACT);
  }

  @Test
  void p3bKeepsTheDeficitAfterAPrune() {
    Scores scores = scores();
    scores.grafted(PEER, TOPIC);
    time.run(Duration.ofSeconds(31));
    scores.heartbeat();
    scores.pruned(PEER, TOPIC);
    assertThat(scores.of(PEER)).isEqualTo(-2 * 25, EXACT);
    scores.heartbeat();
    assertThat(scores.of(PEER)).isEqualTo(-2 * 12.5, EXACT);
  }

  @Test
  void p4PunishesInvalidMessagesBySquare() {
    Scores scores = scores();
    scores.broughtInvalid(PEER, TOPIC);
    scores.broughtInvalid(PEER, TOPIC);
    assertThat(scores.of(PEER)).isEqualTo(-2 * 4 * 7, EXACT);
  }

  @Test
  void p5IsTheApplications() {
    Scores scores = scores();
    scores.added(NEIGHBOUR);
    assertThat(scores.of(NEIGHBOUR)).isEqualTo(4, EXACT);
  }

  @Test
  void p6PunishesPeersThatShareAnAddressOnlyWhereItIsOn() {
    Scores scores = scores();
    scores.located(PEER, Optional.of("10.0.0.1"));
    assertThat(scores.of(PEER)).isZero();
    scores.added(NEIGHBOUR);
    scores.located(NEIGHBOUR, Optional.of("10.0.0.1"));
    assertThat(scores.of(PEER)).isEqualTo(-2, EXACT);
    scores.removed(NEIGHBOUR);
    assertThat(scores.of(PEER)).isZero();

    Scores byDefault = new Scores(ScoreParameters.defaults(), time.environment());
    for (int i = 0; i < 50; i++) {
      byDefault.added(RouterNode.key(i).peerId());
      byDefault.located(RouterNode.key(i).peerId(), Optional.of("10.0.0.1"));
    }
    assertThat(byDefault.of(PEER)).isZero();
  }

  @Test
  void p7PunishesBySquareWhatIsNotForgiven() {
    Scores scores = scores();
    scores.misbehaved(PEER, 1);
    assertThat(scores.of(PEER)).isZero();
    scores.misbehaved(PEER, 2);
    assertThat(scores.of(PEER)).isEqualTo(-3 * 4, EXACT);
    scores.heartbeat();
    assertThat(scores.of(PEER)).isEqualTo(-3 * 0.25, EXACT);
  }

  @Test
  void topicsAddUpToTheCap() {
    Scores scores = scores();
    for (int i = 0; i < 8; i++) {
      scores.broughtFirst(PEER, TOPIC);
    }
    scores.grafted(PEER, TOPIC);
    time.run(Duration.ofSeconds(20));
    scores.heartbeat();
    for (int i = 0; i < 8; i++) {
      scores.broughtFirst(PEER, TOPIC);
      scores.broughtFirst(PEER, new Topic("u"));
      scores.broughtFirst(PEER, new Topic("v"));
      scores.broughtFirst(PEER, new Topic("w"));
      scores.broughtFirst(PEER, new Topic("x"));
      scores.broughtFirst(PEER, new Topic("y"));
    }
    assertThat(scores.of(PEER)).isEqualTo(50, EXACT);
  }

  @Test
  void badScoreOutlivesAReconnectionForAWhile() {
    Scores scores = scores();
    scores.misbehaved(PEER, 5);
    double before = scores.of(PEER);
    assertThat(before).isNegative();

    scores.removed(PEER);
    scores.added(PEER);
    assertThat(scores.of(PEER)).isEqualTo(before, EXACT);

    scores.removed(PEER);
    time.run(Duration.ofMinutes(2));
    scores.heartbeat();
    scores.added(PEER);
    assertThat(scores.of(PEER)).isZero();
  }
}
