package org.conclave.networking.internal.request;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.NetworkException;
import org.conclave.api.network.NetworkException.Reason;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.Stream;
import org.conclave.networking.internal.peers.Devices;
import org.jspecify.annotations.Nullable;

/**
 * Asks a connected device: a stream for each request, one frame there and one back, ten seconds for
 * all of it. Thread-safe; never blocks.
 */
public final class RequestClient {
  public static final int MAXIMUM_FRAME = 1 << 20;
  private static final long TIMEOUT_SECONDS = 10;

  private final Host host;
  private final ScheduledExecutorService timers;
  private final Executor calls;

  /**
   * @param calls completes the answers, so that whoever waits for one cannot hold up the network
   */
  public RequestClient(Host host, ScheduledExecutorService timers, Executor calls) {
    this.host = host;
    this.timers = timers;
    this.calls = calls;
  }

  /**
   * @return fails with {@link NetworkException}
   */
  public CompletionStage<Bytes> ask(DeviceId device, String protocol, Bytes request) {
    if (request.size() > MAXIMUM_FRAME) {
      throw new IllegalArgumentException("a request of " + request.size() + " bytes");
    }
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    host.newStream(Devices.peerOf(device), List.of(protocol))
        .whenComplete(
            (stream, failure) -> {
              if (stream == null) {
                complete(answer, null, failure);
              } else {
                converse(stream, request, answer);
              }
            });
    Future<?> timer =
        timers.schedule(
            () -> {
              String message = "The other device did not answer in time.";
              complete(answer, null, new NetworkException(Reason.TIMEOUT, message));
            },
            TIMEOUT_SECONDS,
            TimeUnit.SECONDS);
    answer.whenComplete((bytes, failure) -> timer.cancel(false));
    return answer;
  }

  private void converse(Stream stream, Bytes request, CompletableFuture<Bytes> answer) {
    answer.whenComplete(
        (bytes, failure) -> {
          if (failure == null) {
            stream.close();
          } else {
            stream.reset(0);
          }
        });
    stream
        .writeFrame(request.toByteArray())
        .thenCompose(sent -> stream.closeWrite())
        .thenCompose(closed -> stream.reader().readFrame(MAXIMUM_FRAME))
        .whenComplete((bytes, failure) -> complete(answer, bytes, failure));
  }

  private void complete(
      CompletableFuture<Bytes> answer, byte @Nullable [] bytes, @Nullable Throwable failure) {
    calls.execute(
        () -> {
          if (bytes != null) {
            answer.complete(Bytes.wrap(bytes));
          } else {
            answer.completeExceptionally(translate(failure));
          }
        });
  }

  private static NetworkException translate(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NetworkException network) {
      return network;
    }
    if (cause instanceof ConnectionClosedException) {
      return new NetworkException(
          Reason.UNREACHABLE, "The connection to the other device is gone.", cause);
    }
    String message = "The other device did not answer as it should.";
    return cause == null
        ? new NetworkException(Reason.PROTOCOL, message)
        : new NetworkException(Reason.PROTOCOL, message, cause);
  }
}
