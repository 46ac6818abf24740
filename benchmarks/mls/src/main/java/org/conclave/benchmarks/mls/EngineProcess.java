package org.conclave.benchmarks.mls;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.HostChannelFactory;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.EngineGrpc.EngineBlockingStub;
import org.jspecify.annotations.Nullable;

/** An engine as a process of its own, and a host's connection to it. */
final class EngineProcess implements AutoCloseable {
  private static @Nullable EngineProcess shared;

  private final Process process;
  private final LaunchSecret secret;
  private final EventLoopGroup eventLoop;
  private final ManagedChannel channel;

  private EngineProcess(
      Process process, LaunchSecret secret, EventLoopGroup eventLoop, ManagedChannel channel) {
    this.process = process;
    this.secret = secret;
    this.eventLoop = eventLoop;
    this.channel = channel;
  }

  /**
   * One for all measurements of this JVM, so that it is as warm as what it is compared with. It
   * ends with this JVM: an engine halts when its standard input closes.
   */
  static synchronized EngineProcess shared() throws IOException {
    if (shared == null) {
      shared = start(List.of("-Xmx512m"));
    }
    return shared;
  }

  /** Starts one with the given options for its JVM, and waits until it accepts connections. */
  static EngineProcess start(List<String> options) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "org.conclave.engine.server.EngineMain",
            "--port",
            Integer.toString(port)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
    secret.writeTo(process.getOutputStream());
    awaitReady(process);
    // A daemon, so that the shared engine keeps no measurement from ending.
    EventLoopGroup eventLoop = new NioEventLoopGroup(1, new DefaultThreadFactory("host", true));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .usePlaintext()
            .channelFactory(
                new HostChannelFactory(secret, new SecureRandom()), InetSocketAddress.class)
            .eventLoopGroup(eventLoop)
            .maxInboundMessageSize(EngineContract.MAX_MESSAGE_BYTES)
            .build();
    return new EngineProcess(process, secret, eventLoop, channel);
  }

  private static void awaitReady(Process process) throws IOException {
    // Not closed: the engine's standard output stays open as long as it runs.
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line;
    do {
      line = output.readLine();
      if (line == null) {
        throw new IOException("the engine ended before it was ready");
      }
    } while (!EngineContract.READY_LINE.equals(line));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  EngineBlockingStub calls() {
    return EngineGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    process.destroyForcibly();
    process.onExit().join();
    secret.close();
  }
}
