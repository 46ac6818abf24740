package org.conclave.libp2p;

import java.util.List;
import org.conclave.libp2p.multiformats.Multiaddr;

/**
 * What happened to a host. For one connection the order is {@link Upgraded}, {@link Connected},
 * {@link Identified} or {@link IdentifyFailed}, {@link Disconnected}; it may end early.
 */
public sealed interface HostEvent {

  /**
   * The peer has proved its id and streams can be opened, but the gater deferred admission: only
   * the protocols it names before admission may be used until {@link Connection#admit}. Not fired
   * for connections that are admitted at once.
   */
  record Upgraded(Connection connection) implements HostEvent {}

  /**
   * This host admits the connection. The peer may still be about to admit this host: wait for
   * {@link Identified} before opening streams.
   *
   * @param firstOfPeer whether it is the only admitted connection to that peer
   */
  record Connected(Connection connection, boolean firstOfPeer) implements HostEvent {}

  /**
   * The peer has told which protocols it speaks. A peer that gates its connections answers identify
   * only once it has admitted this host, so from here on both sides take streams. Fired again when
   * the peer pushes a change.
   */
  record Identified(Connection connection, PeerInfo info) implements HostEvent {}

  /** The peer does not answer identify; the connection stays as it is. */
  record IdentifyFailed(Connection connection, Throwable cause) implements HostEvent {}

  /**
   * A connection that had been {@link Connected} is closed.
   *
   * @param lastOfPeer whether no other admitted connection to that peer is left
   */
  record Disconnected(Connection connection, boolean lastOfPeer) implements HostEvent {}

  /** The addresses on which the host can be reached are now these. */
  record ListenAddressesChanged(List<Multiaddr> addresses) implements HostEvent {}
}
