package org.conclave.libp2p.internal.transport;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/** Authenticates the peer and encrypts everything that follows. */
public interface SecureChannel {

  /** What it is called in multistream-select. */
  String protocol();

  /**
   * Adds its handler to the end of the pipeline and performs the handshake. Called in the event
   * loop of the channel; completes there, before the first byte that follows the handshake is
   * passed on.
   *
   * <p>The handler passes plaintext on in buffers whose arrays are never used again, so a reader
   * may keep parts of them. What is written to it may change as soon as {@code write} returns. A
   * handshake that fails goes down the pipeline as an exception and completes nothing.
   *
   * @param expected the peer that must answer; null if any may
   */
  CompletableFuture<SecuredPeer> secure(
      Channel channel, Direction direction, @Nullable PeerId expected);
}
