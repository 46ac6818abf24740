package org.conclave.libp2p.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.internal.pubsub.RouterFixture.TOPIC;

import java.time.Duration;
import java.util.List;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.Metric;
import org.junit.jupiter.api.Test;

/** Many routers in virtual time. */
final class SimulationTest {

  private static SimulatedNetwork network(int nodes, int degree, long seed) {
    GossipSubParameters parameters =
        GossipSubParameters.defaults()
            .withMesh(GossipSubParameters.defaults().mesh().withFloodPublish(false));
    SimulatedNetwork network = new SimulatedNetwork(seed, parameters);
    for (int i = 0; i < nodes; i++) {
      network.add();
    }
    for (int i = 0; i < nodes; i++) {
      for (int k = 1; k <= degree; k++) {
        int other = k == 1 ? (i + 1) % nodes : network.time.random().nextInt(nodes);
        if (other != i) {
          network.connect(network.nodes.get(i), network.nodes.get(other));
        }
      }
    }
    network.nodes.forEach(node -> node.router.join(TOPIC));
    network.time.run(Duration.ofSeconds(5));
    return network;
  }

  private static void publishFromAll(SimulatedNetwork network, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < network.nodes.size(); i++) {
        network.nodes.get(i).publish(TOPIC, round + "/" + i);
        network.time.run(Duration.ofMillis(20));
      }
    }
    network.time.run(Duration.ofSeconds(5));
  }

  @Test
  void everyMessageReachesEveryOtherNodeExactlyOnce() {
    SimulatedNetwork network = network(60, 5, 42);

    publishFromAll(network, 3);

    for (RouterNode node : network.nodes) {
      assertThat(node.texts()).hasSize(3 * 59).doesNotHaveDuplicates();
      assertThat(node.router.meshPeers(TOPIC)).hasSizeBetween(3, 12);
    }
  }

  @Test
  void messagesOfAFreshSubscriberTravelBeforeAnyHeartbeat() {
    SimulatedNetwork network = new SimulatedNetwork(7, GossipSubParameters.defaults());
    RouterNode one = network.add();
    RouterNode two = network.add();
    network.time.run(Duration.ofMillis(10));
    network.connect(one, two);
    network.time.run(Duration.ofMillis(100));

    one.router.join(TOPIC);
    two.router.join(TOPIC);
    network.time.run(Duration.ofMillis(70));
    one.publish(TOPIC, "a");
    two.publish(TOPIC, "b");
    network.time.run(Duration.ofMillis(70));

    assertThat(network.time.now()).isLessThan(1_000);
    assertThat(one.texts()).containsExactly("b");
    assertThat(two.texts()).containsExactly("a");
    assertThat(one.router.meshPeers(TOPIC)).containsExactly(two.id);
    assertThat(two.router.meshPeers(TOPIC)).containsExactly(one.id);
  }

  @Test
  void equalSeedsGiveEqualRuns() {
    List<Long> traces =
        List.of(5L, 5L, 6L).stream()
            .map(
                seed -> {
                  SimulatedNetwork network = network(20, 3, seed);
                  publishFromAll(network, 1);
                  return network.trace;
                })
            .toList();

    assertThat(traces.get(0)).isEqualTo(traces.get(1)).isNotEqualTo(traces.get(2));
  }

  /** About 20 neighbours each: flooding would bring 19 copies. */
  @Test
  void meshSparesCopies() {
    SimulatedNetwork network = network(40, 10, 3);
    publishFromAll(network, 1);

    long accepted = sum(network, Metric.ACCEPTED);
    assertThat(accepted).isEqualTo(40 * 39);
    assertThat(sum(network, Metric.DUPLICATES)).isLessThan(accepted * 11);
  }

  private static long sum(SimulatedNetwork network, Metric metric) {
    return network.nodes.stream().mapToLong(node -> node.count(metric)).sum();
  }
}
