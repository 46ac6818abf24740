package org.conclave.proto.engine.launch;

import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.security.SecureRandom;

/**
 * Makes the host's connections for {@code NettyChannelBuilder.channelFactory}. gRPC sends nothing
 * on one, and receives nothing, before the engine has proven the secret. Thread-safe.
 */
public final class HostChannelFactory implements ChannelFactory<NioSocketChannel> {
  private final LaunchSecret secret;
  private final SecureRandom random;

  public HostChannelFactory(LaunchSecret secret, SecureRandom random) {
    this.secret = secret;
    this.random = random;
  }

  @Override
  public NioSocketChannel newChannel() {
    NioSocketChannel channel = new NioSocketChannel();
    channel.pipeline().addFirst(new HostGate(secret, random));
    return channel;
  }
}
