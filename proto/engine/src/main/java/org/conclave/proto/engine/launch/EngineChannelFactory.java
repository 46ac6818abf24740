package org.conclave.proto.engine.launch;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the engine's listening socket for {@code NettyServerBuilder.channelFactory}. A connection
 * on it reaches gRPC only once the host has proven the secret; at most {@value #MAX_UNPROVEN} may
 * be on the way there at a time, so that nobody exhausts the process with idle connections.
 * Thread-safe.
 */
public final class EngineChannelFactory implements ChannelFactory<NioServerSocketChannel> {
  static final int MAX_UNPROVEN = 32;

  private final LaunchSecret secret;
  private final SecureRandom random;

  public EngineChannelFactory(LaunchSecret secret, SecureRandom random) {
    this.secret = secret;
    this.random = random;
  }

  @Override
  public NioServerSocketChannel newChannel() {
    return new GatedServerSocketChannel();
  }

  private final class GatedServerSocketChannel extends NioServerSocketChannel {
    private final AtomicInteger unproven = new AtomicInteger();

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size();
      super.doReadMessages(accepted);
      if (accepted.size() == before) {
        return 0;
      }
      Channel connection = (Channel) accepted.get(before);
      if (unproven.incrementAndGet() > MAX_UNPROVEN) {
        unproven.decrementAndGet();
        accepted.remove(before);
        connection.unsafe().closeForcibly();
        return 0;
      }
      connection.pipeline().addFirst(new EngineGate(secret, random, unproven::decrementAndGet));
      return 1;
    }
  }
}
