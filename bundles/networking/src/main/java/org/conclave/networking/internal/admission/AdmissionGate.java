package org.conclave.networking.internal.admission;

import java.time.Duration;
import java.util.Set;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ConnectionGater;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;

/**
 * Lets a secured connection speak {@value #PROTOCOL} and nothing else, until both devices have
 * admitted each other; three seconds later it is closed. The dialler opens that one stream.
 */
public final class AdmissionGate implements ConnectionGater {
  static final String PROTOCOL = "/conclave/admit/1.0.0";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  @Override
  public boolean allowSecured(Direction direction, PeerId peer, Multiaddr remoteAddress) {
    return Devices.deviceOf(peer).isPresent();
  }

  @Override
  public Admission upgraded(Connection connection) {
    return Admission.DEFER;
  }

  @Override
  public Set<String> protocolsBeforeAdmission() {
    return Set.of(PROTOCOL);
  }

  @Override
  public Duration admissionTimeout() {
    return TIMEOUT;
  }

  @Override
  public boolean allowStream(Connection connection, String protocol, Direction direction) {
    if (protocol.equals(PROTOCOL)) {
      return !connection.isAdmitted() && direction == connection.direction();
    }
    return connection.isAdmitted() && connection.get(ConnectedPeers.PEER).isPresent();
  }
}
