package org.conclave.engine.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.HostChannelFactory;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.EngineGrpc.EngineBlockingStub;

/** A host's connection to an engine. */
record Connection(ManagedChannel channel, EventLoopGroup eventLoop) implements AutoCloseable {
  static Connection to(int port, LaunchSecret secret) {
    return open(port, new HostChannelFactory(secret, new SecureRandom()));
  }

  static Connection withoutProof(int port) {
    return open(port, NioSocketChannel::new);
  }

  private static Connection open(int port, ChannelFactory<NioSocketChannel> connections) {
    EventLoopGroup eventLoop = new NioEventLoopGroup(1);
    return new Connection(
        NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .usePlaintext()
            .channelFactory(connections, InetSocketAddress.class)
            .eventLoopGroup(eventLoop)
            .maxInboundMessageSize(EngineContract.MAX_MESSAGE_BYTES)
            .build(),
        eventLoop);
  }

  EngineBlockingStub engine() {
    return engine(20);
  }

  /** For calls that a large group makes long. */
  EngineBlockingStub engine(int seconds) {
    return EngineGrpc.newBlockingStub(channel).withDeadlineAfter(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
