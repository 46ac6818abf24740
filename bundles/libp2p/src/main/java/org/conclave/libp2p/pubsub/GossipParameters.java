package org.conclave.libp2p.pubsub;

import java.time.Duration;

/**
 * How messages are announced to peers outside the mesh, and fetched from them.
 *
 * @param dLazy at least so many peers outside the mesh hear of messages at each heartbeat
 * @param factor or this share of them, if that is more
 * @param historyLength for how many heartbeats messages can be asked for
 * @param historyGossip for how many heartbeats they are announced
 * @param retransmissions how often one peer may ask for one message
 * @param idsPerHeartbeat how many ids one peer may have announced and asked for, each
 * @param announcementsPerHeartbeat how many announcements one peer may send
 * @param followUp how long an announced message that was asked for may take
 * @param doNotWantBytes from this size on, mesh peers are told not to send a message again
 */
public record GossipParameters(
    int dLazy,
    double factor,
    int historyLength,
    int historyGossip,
    int retransmissions,
    int idsPerHeartbeat,
    int announcementsPerHeartbeat,
    Duration followUp,
    int doNotWantBytes) {

  /**
   * @throws IllegalArgumentException if more history is announced than kept, or a bound is not
   *     positive
   */
  public GossipParameters {
    if (historyGossip < 1 || historyGossip > historyLength) {
      throw new IllegalArgumentException("historyGossip is 1 to historyLength");
    }
    if (idsPerHeartbeat < 1 || announcementsPerHeartbeat < 1 || dLazy < 0) {
      throw new IllegalArgumentException("gossip bounds are positive");
    }
  }

  /** What the specification recommends. */
  public static GossipParameters defaults() {
    return new GossipParameters(6, 0.25, 5, 3, 3, 5_000, 10, Duration.ofSeconds(3), 4_096);
  }
}
