package org.conclave.proto.engine.launch;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine's end of a connection until the host has shown that it is the one that spawned it. */
final class EngineGate extends LinkGate {
  private final LaunchSecret secret;
  private final SecureRandom random;
  private final Runnable left;
  private @Nullable EngineHandshake handshake;
  private boolean answered;

  /**
   * @param left run once, when the connection is recognised or closed
   */
  EngineGate(LaunchSecret secret, SecureRandom random, Runnable left) {
    this.secret = secret;
    this.random = random;
    this.left = left;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    super.handlerRemoved(ctx);
    left.run();
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    handshake = new EngineHandshake(secret, local(ctx), remote(ctx), random);
  }

  @Override
  int expected() {
    return answered ? EngineHandshake.PROOF_SIZE : EngineHandshake.CHALLENGE_SIZE;
  }

  @Override
  void step(ChannelHandlerContext ctx, byte[] input) {
    EngineHandshake current = handshake;
    if (current == null) {
      refuse(ctx, "the connection is not up");
    } else if (!answered) {
      Optional<byte[]> answer = current.answer(input);
      if (answer.isPresent()) {
        answered = true;
        send(ctx, answer.get());
      } else {
        refuse(ctx, "not a challenge of this contract");
      }
    } else if (current.accepts(input)) {
      open(ctx);
    } else {
      refuse(ctx, "the other end does not know the launch secret");
    }
  }
}
