package org.conclave.libp2p;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * One peer of a libp2p network: it listens, dials, and serves protocols.
 *
 * <p>Safe for use from any thread. Identify and ping are always served, to admitted connections.
 */
public interface Host extends AutoCloseable {

  /** Gathers what a host needs; {@link HostBuilder#start} makes it. */
  static HostBuilder builder() {
    return new HostBuilder();
  }

  PeerId peerId();

  /** Signs in the name of this host, without giving the key away. */
  Signer signer();

  /**
   * Where the host can be reached: real port numbers, and a wildcard as one address for each
   * network interface. Without a peer id at the end.
   */
  List<Multiaddr> listenAddresses();

  /**
   * The connection to a peer: an open one, the one that is being made, or a new one. With several
   * addresses each gets a head start before the next is tried beside it.
   *
   * <p>Completes when the connection is admitted. Fails with {@link Libp2pException}: nothing
   * answers, another peer answers, the gate or a limit refuses, or {@link HostLimits#dialTimeout}
   * is over. A caller may cancel its future; the dial goes on for the others.
   */
  CompletableFuture<Connection> connect(PeerId peer, List<Multiaddr> addresses);

  /** A stream on the best open connection to the peer; see {@link Connection#newStream}. */
  CompletableFuture<Stream> newStream(PeerId peer, List<String> protocols);

  /** Serves a protocol, in place of any earlier handler for it. */
  void handle(String protocol, StreamHandler handler);

  /** Stops serving a protocol; streams that are open stay. */
  void removeHandler(String protocol);

  /** Open and admitted connections. */
  List<Connection> connections();

  /** Open and admitted connections to a peer, the best first. */
  List<Connection> connectionsTo(PeerId peer);

  /** Adds a listener for events from now on. */
  Registration addListener(HostListener listener);

  /** The time for 32 bytes to the peer and back over an open connection. */
  CompletableFuture<Duration> ping(PeerId peer);

  /**
   * Closes every connection and listener. When it returns, no thread, socket or buffer of the host
   * is left, unless it is called on one of the host's own threads: then the end follows shortly.
   * Does nothing the second time.
   */
  @Override
  void close();
}
