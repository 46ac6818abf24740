package org.conclave.networking.internal.request;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;
import org.conclave.libp2p.AttributeKey;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.Stream;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the protocols of {@link RequestHandler}s while they are there. Each request has ten
 * seconds, a connection {@value #AT_ONCE} of them at once; whatever goes wrong resets the stream
 * and tells the peer nothing.
 */
public final class RequestServer {
  private static final Logger LOG = LoggerFactory.getLogger(RequestServer.class);
  private static final int AT_ONCE = 32;
  private static final long TIMEOUT_SECONDS = 10;
  private static final AttributeKey<AtomicInteger> OPEN =
      AttributeKey.of("open requests", AtomicInteger.class);

  private final Host host;
  private final Set<String> reserved;
  private final ScheduledExecutorService timers;
  private final Executor calls;

  /**
   * @param reserved protocols that are the node's own
   * @param calls runs the handlers
   */
  public RequestServer(
      Host host, Set<String> reserved, ScheduledExecutorService timers, Executor calls) {
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
    ConnectedPeer from = stream.connection().get(ConnectedPeers.PEER).orElse(null);
    AtomicInteger open = open(stream);
    if (from == null || open.incrementAndGet() > AT_ONCE) {
      open.decrementAndGet();
      stream.reset(0);
      return;
    }
    Future<?> timer = timers.schedule(() -> stream.reset(0), TIMEOUT_SECONDS, TimeUnit.SECONDS);
    stream
        .reader()
        .readFrame(maximum)
        .thenComposeAsync(request -> handler.handle(from, Bytes.wrap(request)), calls)
        .thenCompose(answer -> answer(stream, answer))
        .whenComplete(
            (done, failure) -> {
              timer.cancel(false);
              open.decrementAndGet();
              if (failure == null) {
                stream.close();
              } else {
                LOG.debug(
                    "a request of device {} on {} was not answered",
                    Devices.shortName(from.device()),
                    stream.protocol(),
                    failure);
                stream.reset(0);
              }
            });
  }

  private static CompletionStage<Void> answer(Stream stream, Bytes answer) {
    if (answer.size() > RequestClient.MAXIMUM_FRAME) {
      return CompletableFuture.failedFuture(
          new IOException("an answer of " + answer.size() + " bytes"));
    }
    return stream.writeFrame(answer.toByteArray()).thenCompose(sent -> stream.closeWrite());
  }

  private static AtomicInteger open(Stream stream) {
    synchronized (stream.connection()) {
      return stream
          .connection()
          .get(OPEN)
          .orElseGet(
              () -> {
                AtomicInteger fresh = new AtomicInteger();
                stream.connection().set(OPEN, fresh);
                return fresh;
              });
    }
  }
}
