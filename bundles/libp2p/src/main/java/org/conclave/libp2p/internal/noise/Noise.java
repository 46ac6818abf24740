package org.conclave.libp2p.internal.noise;

import io.netty.channel.Channel;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.transport.SecureChannel;
import org.conclave.libp2p.internal.transport.SecuredPeer;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/** The secure channel {@code /noise}. */
public final class Noise implements SecureChannel {
  private final NoiseIdentity identity;
  private final SecureRandom random;

  /**
   * @param muxers offered inside the handshake, which saves a negotiation
   */
  public Noise(Signer signer, List<String> muxers, SecureRandom random) {
    this.identity = new NoiseIdentity(signer, muxers, random);
    this.random = random;
  }

  @Override
  public String protocol() {
    return "/noise";
  }

  @Override
  public CompletableFuture<SecuredPeer> secure(
      Channel channel, Direction direction, @Nullable PeerId expected) {
    NoiseHandler handler = new NoiseHandler(identity, direction, expected, random);
    channel.pipeline().addLast(handler);
    return handler.secured();
  }
}
