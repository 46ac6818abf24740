package org.conclave.libp2p.internal.host;

import java.util.function.BooleanSupplier;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ConnectionGater;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gater that refuses where the application's own fails. */
final class SafeGater implements ConnectionGater {
  private static final Logger LOG = LoggerFactory.getLogger(SafeGater.class);

  private final ConnectionGater gater;

  SafeGater(ConnectionGater gater) {
    this.gater = gater;
  }

  private static boolean ask(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.error("the connection gater failed, which counts as a refusal", e);
      return false;
    }
  }

  @Override
  public boolean allowPeerDial(PeerId peer) {
    return ask(() -> gater.allowPeerDial(peer));
  }

  @Override
  public boolean allowAddressDial(PeerId peer, Multiaddr address) {
    return ask(() -> gater.allowAddressDial(peer, address));
  }

  @Override
  public boolean allowAccept(Multiaddr remoteAddress) {
    return ask(() -> gater.allowAccept(remoteAddress));
  }

  @Override
  public boolean allowSecured(Direction direction, PeerId peer, Multiaddr remoteAddress) {
    return ask(() -> gater.allowSecured(direction, peer, remoteAddress));
  }

  @Override
  public Admission upgraded(Connection connection) {
    try {
      return gater.upgraded(connection);
    } catch (RuntimeException e) {
      LOG.error("the connection gater failed, which counts as a refusal", e);
      return Admission.REFUSE;
    }
  }

  @Override
  public boolean allowStream(Connection connection, String protocol, Direction direction) {
    return ask(
        () ->
            (connection.isAdmitted() || gater.protocolsBeforeAdmission().contains(protocol))
                && gater.allowStream(connection, protocol, direction));
  }
}
