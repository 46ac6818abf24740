package org.conclave.libp2p.pubsub;

import java.time.Duration;

/**
 * The shape of the mesh of a topic (specification: gossipsub-v1.1, "Overview of New Parameters").
 *
 * @param d how many mesh peers a topic aims at
 * @param dLow below it, peers are grafted
 * @param dHigh above it, peers are pruned
 * @param dScore how many of those that stay are chosen by score alone
 * @param dOut how many mesh peers at least were dialled by this host, so that inbound connections
 *     cannot fill the mesh
 * @param heartbeat how often the mesh is looked after
 * @param pruneBackoff how long a pruned peer is not grafted again, by either side
 * @param unsubscribeBackoff the same after leaving a topic
 * @param graftFlood a graft that comes sooner than this after a prune costs double
 * @param floodPublish own messages go to all peers of the topic rather than to mesh peers alone
 * @param fanoutTtl how long peers are kept for a topic that is published to but not subscribed
 * @param opportunisticGraftTicks every so many heartbeats a mesh of low score takes in better peers
 */
public record MeshParameters(
    int d,
    int dLow,
    int dHigh,
    int dScore,
    int dOut,
    Duration heartbeat,
    Duration pruneBackoff,
    Duration unsubscribeBackoff,
    Duration graftFlood,
    boolean floodPublish,
    Duration fanoutTtl,
    int opportunisticGraftTicks) {

  /**
   * @throws IllegalArgumentException unless dOut &lt; dLow &lt;= d &lt;= dHigh, dOut &lt;= d / 2,
   *     dScore &lt;= d, and the times are positive
   */
  public MeshParameters {
    if (dOut < 0 || dOut >= dLow || dLow > d || d > dHigh || dOut > d / 2 || dScore > d) {
      throw new IllegalArgumentException("mesh degrees contradict one another");
    }
    if (heartbeat.toMillis() < 1 || pruneBackoff.toSeconds() < 1) {
      throw new IllegalArgumentException("heartbeat and back-off are too short");
    }
    if (opportunisticGraftTicks < 1) {
      throw new IllegalArgumentException("opportunisticGraftTicks is at least 1");
    }
  }

  /** What the specification recommends. */
  public static MeshParameters defaults() {
    return new MeshParameters(
        6,
        5,
        12,
        4,
        2,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        true,
        Duration.ofMinutes(1),
        60);
  }

  public MeshParameters withDegrees(int d, int dLow, int dHigh, int dScore, int dOut) {
    return new MeshParameters(
        d,
        dLow,
        dHigh,
        dScore,
        dOut,
        heartbeat,
        pruneBackoff,
        unsubscribeBackoff,
        graftFlood,
        floodPublish,
        fanoutTtl,
        opportunisticGraftTicks);
  }

  public MeshParameters withFloodPublish(boolean on) {
    return new MeshParameters(
        d,
        dLow,
        dHigh,
        dScore,
        dOut,
        heartbeat,
        pruneBackoff,
        unsubscribeBackoff,
        graftFlood,
        on,
        fanoutTtl,
        opportunisticGraftTicks);
  }
}
