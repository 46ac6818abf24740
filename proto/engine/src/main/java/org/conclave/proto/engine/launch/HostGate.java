package org.conclave.proto.engine.launch;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's end of a connection until the engine has shown that it is the one spawned. */
final class HostGate extends LinkGate {
  private final LaunchSecret secret;
  private final SecureRandom random;
  private @Nullable HostHandshake handshake;

  HostGate(LaunchSecret secret, SecureRandom random) {
    this.secret = secret;
    this.random = random;
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    HostHandshake begun = new HostHandshake(secret, remote(ctx), local(ctx), random);
    handshake = begun;
    send(ctx, begun.challenge());
  }

  @Override
  int expected() {
    return HostHandshake.ANSWER_SIZE;
  }

  @Override
  void step(ChannelHandlerContext ctx, byte[] input) {
    Optional<byte[]> proof = handshake == null ? Optional.empty() : handshake.proofFor(input);
    if (proof.isPresent()) {
      send(ctx, proof.get());
      open(ctx);
    } else {
      refuse(ctx, "whoever listens on the port does not know the launch secret");
    }
  }
}
