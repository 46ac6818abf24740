package org.conclave.api.network;

import java.util.List;

/**
 * @param listenAddresses multiaddrs with /p2p that peers can dial
 * @param problem for a person, e.g. a port that is taken; else empty
 */
public record NetworkStatus(State state, List<String> listenAddresses, int peers, String problem) {
  public NetworkStatus {
    listenAddresses = List.copyOf(listenAddresses);
  }

  /** What the node is doing. */
  public enum State {
    STARTING,
    /** Running, with no admitted peer connected. */
    ALONE,
    CONNECTED,
    /** It cannot listen or run; {@code problem} says why. */
    FAILED
  }
}
