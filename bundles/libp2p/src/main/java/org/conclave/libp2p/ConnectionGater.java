package org.conclave.libp2p;

import java.time.Duration;
import java.util.Set;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * Decides who may connect, in the order of the methods, and which streams may be opened. Every
 * method allows unless it is overridden.
 *
 * <p>Called from the threads that move the data: answer at once, do not block, do not throw (what
 * is thrown counts as a refusal).
 */
public interface ConnectionGater {

  /** The verdict on a connection that is ready for streams. */
  enum Admission {
    /** It is admitted. */
    ADMIT,
    /** It is closed. */
    REFUSE,
    /**
     * The application decides. Until {@link Connection#admit} only {@link
     * #protocolsBeforeAdmission()} can be spoken, in either direction; without it the connection is
     * closed after {@link #admissionTimeout()}.
     */
    DEFER
  }

  /** Whether to dial the peer at all. */
  default boolean allowPeerDial(PeerId peer) {
    return true;
  }

  /** Whether to dial the peer at this address. */
  default boolean allowAddressDial(PeerId peer, Multiaddr address) {
    return true;
  }

  /** Whether to take a connection from this address; nothing is known of the peer yet. */
  default boolean allowAccept(Multiaddr remoteAddress) {
    return true;
  }

  /** Whether to go on with a peer that has just proved its id. */
  default boolean allowSecured(Direction direction, PeerId peer, Multiaddr remoteAddress) {
    return true;
  }

  /** What to do with a connection that is ready for streams. */
  default Admission upgraded(Connection connection) {
    return Admission.ADMIT;
  }

  /** The protocols that may be spoken on a deferred connection. Everything else is refused. */
  default Set<String> protocolsBeforeAdmission() {
    return Set.of();
  }

  /** How long a deferred connection may wait. */
  default Duration admissionTimeout() {
    return Duration.ofSeconds(3);
  }

  /**
   * Whether a stream may be opened for the protocol, asked for each one after the rule of {@link
   * #protocolsBeforeAdmission()}. A refused protocol looks to the peer like one that is unknown.
   */
  default boolean allowStream(Connection connection, String protocol, Direction direction) {
    return true;
  }
}
