package org.conclave.sidecar.manager.internal;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.util.concurrent.FastThreadLocal;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.conclave.api.engine.EngineException;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.HostChannelFactory;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.PingResponse;

/**
 * The way to one engine process. Every connection proves the launch secret anew, so that nothing is
 * ever sent to a process that took the port of one that died. Thread-safe.
 */
final class EngineLink implements AutoCloseable {
  private final ManagedChannel channel;
  private final LaunchSecret secret;

  private EngineLink(ManagedChannel channel, LaunchSecret secret) {
    this.channel = channel;
    this.secret = secret;
  }

  /** Does not connect yet. Takes {@code secret} over. */
  static EngineLink to(int port, LaunchSecret secret, SecureRandom random, GrpcRuntime runtime) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(loopback(port))
            .usePlaintext()
            .channelFactory(new HostChannelFactory(secret, random), InetSocketAddress.class)
            .eventLoopGroup(runtime.eventLoop())
            .executor(runtime.callbacks())
            .offloadExecutor(runtime.callbacks())
            .maxInboundMessageSize(EngineContract.MAX_MESSAGE_BYTES)
            .proxyDetector(address -> null)
            // A call is repeated here, where it is known whether the engine was replaced.
            .disableRetry()
            .build();
    return new EngineLink(channel, secret);
  }

  /** Whether an engine answers, and which. */
  PingResponse ping(long millis) {
    return call(
        EngineGrpc.getPingMethod(),
        PingRequest.getDefaultInstance(),
        TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /**
   * One call, without repetition.
   *
   * @throws StatusRuntimeException with the status that the engine or the connection gave
   */
  <Q, A> A call(MethodDescriptor<Q, A> method, Q request, long nanos) {
    try {
      return ClientCalls.blockingUnaryCall(channel, method, within(nanos), request);
    } finally {
      // The thread is the caller's and outlives this bundle: what Netty left on it would hold every
      // class of an old version in memory.
      FastThreadLocal.removeAll();
    }
  }

  /**
   * One call with a stream on either side, without repetition. Whatever ends the conversation ends
   * the call.
   *
   * @throws StatusRuntimeException as {@link #call}
   */
  <Q, A, R> R converse(
      MethodDescriptor<Q, A> method, long nanos, Conversation<Q, A, R> conversation)
      throws EngineException {
    return hold(
        ClientCalls.blockingBidiStreamingCall(channel, method, within(nanos)), conversation);
  }

  /** The same for one request and a stream of answers. */
  <Q, A, R> R follow(
      MethodDescriptor<Q, A> method, Q request, long nanos, Conversation<Q, A, R> conversation)
      throws EngineException {
    return hold(
        ClientCalls.blockingV2ServerStreamingCall(channel, method, within(nanos), request),
        conversation);
  }

  private static <Q, A, R> R hold(BlockingClientCall<Q, A> call, Conversation<Q, A, R> conversation)
      throws EngineException {
    try {
      return conversation.over(call);
    } catch (StatusException e) {
      throw e.getStatus().asRuntimeException(e.getTrailers());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    } finally {
      call.cancel("over", null);
      // As in a call with one answer.
      FastThreadLocal.removeAll();
    }
  }

  private static CallOptions within(long nanos) {
    return CallOptions.DEFAULT.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS);
  }

  /** Cuts the connection; calls under way fail as unavailable. */
  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    secret.close();
  }

  static InetSocketAddress loopback(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
