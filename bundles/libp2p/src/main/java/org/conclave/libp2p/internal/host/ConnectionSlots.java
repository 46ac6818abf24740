package org.conclave.libp2p.internal.host;

import org.conclave.libp2p.HostLimits;

/**
 * Counts connections against the limits, from their first byte on. Safe for use from any thread.
 */
final class ConnectionSlots {
  private final HostLimits limits;
  private int connections;
  private int handshakes;

  ConnectionSlots(HostLimits limits) {
    this.limits = limits;
  }

  synchronized boolean beginInbound() {
    if (connections >= limits.connections() || handshakes >= limits.handshakes()) {
      return false;
    }
    connections++;
    handshakes++;
    return true;
  }

  synchronized boolean beginOutbound() {
    if (connections >= limits.connections()) {
      return false;
    }
    connections++;
    return true;
  }

  synchronized void endHandshake() {
    handshakes--;
  }

  synchronized void end() {
    connections--;
  }
}
