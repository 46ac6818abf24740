package org.conclave.libp2p;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.crypto.PublicKey;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * An authenticated, encrypted connection to one peer, over which many streams run. Safe for use
 * from any thread.
 */
public interface Connection extends AutoCloseable {

  /** The peer, which has proved that it holds the key of this id. */
  PeerId remotePeer();

  PublicKey remoteKey();

  Multiaddr remoteAddress();

  Multiaddr localAddress();

  Direction direction();

  /**
   * Opens a stream for the first of the protocols that the peer takes.
   *
   * <p>Fails with {@link ProtocolNotSupportedException} if it takes none or this host's gate
   * refuses them, with {@link ConnectionClosedException}, or when {@link HostLimits#streamTimeout}
   * is over. If there is one protocol only and the peer is known to speak it, the stream is there
   * at once and a refusal shows as a failing read.
   *
   * <p>If both peers dialled each other, one of the two connections soon takes no more streams, and
   * is closed when it has none; {@link Host#newStream} uses the other.
   */
  CompletableFuture<Stream> newStream(List<String> protocols);

  /** What the peer said of itself; empty until identify has run. */
  Optional<PeerInfo> info();

  /** Whether every protocol may be spoken; see {@link ConnectionGater.Admission#DEFER}. */
  boolean isAdmitted();

  /** Admits a deferred connection. Does nothing if it is admitted or closed. */
  void admit();

  /** Attaches a value, in place of any older one. */
  <T> void set(AttributeKey<T> key, T value);

  <T> Optional<T> get(AttributeKey<T> key);

  boolean isOpen();

  /** Closes the connection and all its streams. Never blocks. */
  @Override
  void close();

  /** Completes when the connection is closed, whoever closed it. Never fails. */
  CompletableFuture<Void> onClose();
}
