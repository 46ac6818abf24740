package org.conclave.libp2p.pubsub;

import java.time.Duration;

/**
 * What peers can make this host hold or do.
 *
 * @param rpcBytes the longest frame that is taken or sent
 * @param queueBytes how much waits for one slow peer
 * @param slowPeer a peer that reads nothing for so long while something waits is disconnected
 * @param topicsPerPeer how many topics one peer may be in
 * @param seenTtl for how long copies of a message are recognised
 * @param seenEntries of how many messages at most
 * @param cacheBytes how much is kept to answer requests; what waits for validators, and for each
 *     handler, may be as much again
 * @param checks how many messages are checked or judged at once
 * @param validationTimeout how long a validator may take
 * @param undelivered how many messages wait for a slow handler
 */
public record LimitParameters(
    int rpcBytes,
    int queueBytes,
    Duration slowPeer,
    int topicsPerPeer,
    Duration seenTtl,
    int seenEntries,
    long cacheBytes,
    int checks,
    Duration validationTimeout,
    int undelivered) {

  /**
   * @throws IllegalArgumentException if a bound is too small to work with
   */
  public LimitParameters {
    if (rpcBytes < 1_024 || queueBytes < rpcBytes) {
      throw new IllegalArgumentException("rpcBytes is at least 1024, queueBytes at least rpcBytes");
    }
    if (topicsPerPeer < 1 || seenEntries < 1 || checks < 1 || undelivered < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }

  public static LimitParameters defaults() {
    return new LimitParameters(
        1 << 20,
        4 << 20,
        Duration.ofSeconds(10),
        1_000,
        Duration.ofMinutes(2),
        1 << 16,
        16L << 20,
        1_024,
        Duration.ofSeconds(10),
        4_096);
  }

  public LimitParameters withRpcBytes(int bytes) {
    return new LimitParameters(
        bytes,
        Math.max(queueBytes, bytes),
        slowPeer,
        topicsPerPeer,
        seenTtl,
        seenEntries,
        cacheBytes,
        checks,
        validationTimeout,
        undelivered);
  }
}
