package org.conclave.libp2p.internal.transport;

import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.ListenException;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;

/** A way to reach peers. What it hands over is secured and multiplexed, by whatever means. */
public interface Transport {

  /** An address that is listened on. */
  interface Listener extends AutoCloseable {
    /** With the port that was really taken. */
    Multiaddr address();

    /** Stops; connections that were accepted stay. Returns when the address is free again. */
    @Override
    void close();
  }

  /** Whether it can dial, or listen on, such an address. */
  boolean handles(Multiaddr address);

  /**
   * Begins to listen. Blocks for as long as the system takes.
   *
   * @throws ListenException if the system refuses the address
   */
  Listener listen(Multiaddr address, Intake intake) throws ListenException;

  /**
   * Connects to a peer. Completes in the event loop of the connection, in the turn in which it
   * becomes ready; fails if another peer answers. Cancelling closes what has begun.
   */
  CompletableFuture<UpgradedConnection> dial(Multiaddr address, PeerId peer);
}
