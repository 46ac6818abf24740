package org.conclave.libp2p.internal.transport;

import org.conclave.libp2p.multiformats.Multiaddr;

/** Takes the connections that peers make. Called in the event loop of the connection. */
public interface Intake {

  /** Whether to go on with a connection of which nothing but the address is known. */
  boolean begin(Multiaddr remote);

  /** The connection is ready; its streams must be taken in this call. */
  void upgraded(UpgradedConnection connection);

  /** The connection was begun but did not become ready. */
  void failed(Multiaddr remote, Throwable cause);

  /** A connection that was begun is closed, ready or not. */
  void closed();
}
