package org.conclave.networking.internal.request;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.Stream;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.quota.DeviceGuards;
import org.conclave.networking.internal.quota.DeviceLanes;
import org.conclave.networking.internal.quota.FloodGuard.Allowance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the protocols of {@link RequestHandler}s while they are there. Each request has ten
 * seconds, a device {@value #AT_ONCE} of them at once and so many a second; whatever goes wrong
 * resets the stream and tells the peer nothing. A device that floods is disconnected.
 */
public final class RequestServer {
  private static final Logger LOG = LoggerFactory.getLogger(RequestServer.class);
  private static final int AT_ONCE = 32;
  private static final long TIMEOUT_SECONDS = 10;
  private static final Allowance ALLOWANCE = new Allowance(1_024, 100, 2_048);

  private final Host host;
  private final Set<String> reserved;
  private final ScheduledExecutorService timers;
  private final DeviceLanes calls;
  private final DeviceGuards guards = new DeviceGuards(ALLOWANCE, System::nanoTime);
  private final Map<DeviceId, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param reserved protocols that are the node's own
   * @param calls runs the handlers
   */
  public RequestServer(
      Host host, Set<String> reserved, ScheduledExecutorService timers, DeviceLanes calls) {
    this.host = host;
    this.reserved = reserved;
    this.timers = timers;
    this.calls = calls;
  }

  public void offer(RequestHandler handler) {
    String protocol = handler.protocol();
    if (reserved.contains(protocol)) {
      LOG.error("{} is the node's own protocol; a handler for it is ignored", protocol);
      return;
    }
    int maximum = Math.min(handler.maximumRequest(), RequestClient.MAXIMUM_FRAME);
    host.handle(protocol, stream -> serve(stream, handler, maximum));
  }

  /** Offers a protocol of the node's own. */
  public void offerOwn(RequestHandler handler) {
    int maximum = handler.maximumRequest();
    host.handle(handler.protocol(), stream -> serve(stream, handler, maximum));
  }

  public void withdraw(RequestHandler handler) {
    if (!reserved.contains(handler.protocol())) {
      host.removeHandler(handler.protocol());
    }
  }

  private void serve(Stream stream, RequestHandler handler, int maximum) {
    Optional<ConnectedPeer> from = stream.connection().get(ConnectedPeers.PEER);
    if (from.isPresent() && mayAsk(from.get(), stream.connection())) {
      serve(stream, from.get(), handler, maximum);
    } else {
      stream.reset(0);
    }
  }

  private boolean mayAsk(ConnectedPeer peer, Connection connection) {
    return switch (guards.of(peer.device()).spend(1)) {
      case ANSWER -> true;
      case IGNORE -> false;
      case DISCONNECT -> {
        if (connection.isOpen()) {
          LOG.info("device {} floods with requests", Devices.shortName(peer.device()));
          connection.close();
        }
        yield false;
      }
    };
  }

  private void serve(Stream stream, ConnectedPeer from, RequestHandler handler, int maximum) {
    DeviceId device = from.device();
    boolean room = open.merge(device, 1, Integer::sum) <= AT_ONCE;
    Future<?> timer = timers.schedule(() -> stream.reset(0), TIMEOUT_SECONDS, TimeUnit.SECONDS);
    CompletionStage<byte[]> request =
        room
            ? stream.reader().readFrame(maximum)
            : CompletableFuture.failedFuture(new IOException("too many requests at once"));
    request
        .thenComposeAsync(bytes -> ask(stream, handler, from, bytes), calls.of(device))
        .thenCompose(answer -> answer(stream, answer))
        .whenComplete(
            (done, failure) -> {
              timer.cancel(false);
              open.computeIfPresent(device, (same, count) -> count == 1 ? null : count - 1);
              if (failure == null) {
                stream.close();
              } else {
                LOG.debug(
                    "a request of device {} on {} was not answered",
                    Devices.shortName(device),
                    stream.protocol(),
                    failure);
                stream.reset(0);
              }
            });
  }

  /** A device that was disconnected while its request waited has no claim on it any more. */
  private static CompletionStage<Bytes> ask(
      Stream stream, RequestHandler handler, ConnectedPeer from, byte[] request) {
    return stream.connection().isOpen()
        ? handler.handle(from, Bytes.wrap(request))
        : CompletableFuture.failedFuture(new IOException("the asker is gone"));
  }

  private static CompletionStage<Void> answer(Stream stream, Bytes answer) {
    if (answer.size() > RequestClient.MAXIMUM_FRAME) {
      return CompletableFuture.failedFuture(
          new IOException("an answer of " + answer.size() + " bytes"));
    }
    return stream.writeFrame(answer.toByteArray()).thenCompose(sent -> stream.closeWrite());
  }
}
