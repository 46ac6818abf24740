package org.conclave.libp2p.internal.pubsub;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** The way to one peer: the stream that this side opened. */
interface PeerLink {

  /**
   * Sends whole frames. The router calls again only when the last call has completed; it may
   * complete on any thread. A failure means that the link is lost, of which the router is told too.
   */
  CompletionStage<?> write(ByteBuffer frames);

  /** Closes the connection that the link belongs to. Never blocks. */
  void disconnect();
}
