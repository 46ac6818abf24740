package org.conclave.engine.server;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.proto.engine.launch.EngineChannelFactory;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.LaunchSecret;

/**
 * The listening side of one engine: loopback only, connections that prove the launch secret only,
 * no reflection, bounded messages and calls. Thread-safe.
 */
final class EngineServer implements AutoCloseable {
  private static final int MAX_CALLS = 256;
  private static final int MAX_METADATA_BYTES = 8 * 1024;

  private final Server server;
  private final EventLoopGroup eventLoop;
  private final ExecutorService calls;

  private EngineServer(Server server, EventLoopGroup eventLoop, ExecutorService calls) {
    this.server = server;
    this.eventLoop = eventLoop;
    this.calls = calls;
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @param port 0 for any
   * @param faults where faults of our own are reported, without anything secret
   * @throws PortTakenException if another process has the port
   */
  static EngineServer start(int port, LaunchSecret secret, PrintStream faults) throws IOException {
    return start(port, secret, OfferedSuites.RFC_9420, faults);
  }

  /**
   * The same with a choice of cipher suites.
   *
   * @param suites which ones clients and groups can be begun with
   */
  static EngineServer start(int port, LaunchSecret secret, OfferedSuites suites, PrintStream faults)
      throws IOException {
    SecureRandom random = new SecureRandom();
    EventLoopGroup eventLoop = new NioEventLoopGroup(1);
    ExecutorService calls =
        Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            work -> new Thread(work, "engine call"));
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port))
            .channelFactory(new EngineChannelFactory(secret, random))
            .bossEventLoopGroup(eventLoop)
            .workerEventLoopGroup(eventLoop)
            .directExecutor()
            .maxInboundMessageSize(EngineContract.MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .maxConcurrentCallsPerConnection(MAX_CALLS)
            .addService(
                new EngineService(
                    calls, random, suites, new Faults(faults), EngineVersion.current()))
            .build();
    EngineServer started = new EngineServer(server, eventLoop, calls);
    try {
      server.start();
      return started;
    } catch (IOException e) {
      started.close();
      throw isTaken(e) ? new PortTakenException(e) : e;
    }
  }

  /** The port that it listens on. */
  int port() {
    return server.getPort();
  }

  /** Cuts every connection and waits, at most a few seconds, for its threads. */
  @Override
  public void close() {
    server.shutdownNow();
    calls.shutdownNow();
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    try {
      server.awaitTermination(2, TimeUnit.SECONDS);
      calls.awaitTermination(2, TimeUnit.SECONDS);
      eventLoop.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
