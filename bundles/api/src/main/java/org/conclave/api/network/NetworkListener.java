package org.conclave.api.network;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told how the node is. Register it as a service. Called on a thread of networking; must not block.
 */
@ConsumerType
public interface NetworkListener {
  void networkStatusChanged(NetworkStatus status);

  default void peerConnected(ConnectedPeer peer) {}

  default void peerDisconnected(ConnectedPeer peer) {}
}
