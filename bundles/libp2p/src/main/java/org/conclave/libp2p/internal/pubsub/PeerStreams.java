package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.HostEvent;
import org.conclave.libp2p.PeerInfo;
import org.conclave.libp2p.Registration;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.multiformats.AddressProtocol;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stream to, and one from, every peer that speaks the protocol, for as long as there is an
 * admitted connection; opens it again when it breaks. All state is on the router's thread.
 */
final class PeerStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerStreams.class);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  /** A link that held for so long starts its retries anew. */
  private static final Duration STABLE = Duration.ofSeconds(30);

  /** What a peer says is read once it can be answered; or after this time, come what may. */
  private static final Duration WAIT_FOR_LINK = Duration.ofSeconds(5);

  private final Host host;
  private final Environment env;
  private final Router router;
  private final int maxFrame;
  private final Map<PeerId, Side> sides = new HashMap<>();
  private final Registration registration;
  private boolean closed;

  /** The two streams of a peer. */
  private static final class Side {
    private @Nullable StreamLink link;
    private @Nullable InboundReader reader;
    private boolean opening;
    private long openedAt;
    private Duration retry = FIRST_RETRY;
  }

  PeerStreams(Host host, Environment env, Router router, int maxFrame) {
    this.host = host;
    this.env = env;
    this.router = router;
    this.maxFrame = maxFrame;
    registration = host.addListener(event -> env.execute(() -> on(event)));
    Dialect.PROTOCOLS.forEach(
        protocol -> host.handle(protocol, stream -> env.execute(() -> accept(stream))));
    // Connections from before: their Identified has been fired already.
    host.connections()
        .forEach(
            connection ->
                connection
                    .info()
                    .ifPresent(info -> env.execute(() -> identified(connection, info))));
  }

  private void on(HostEvent event) {
    if (event instanceof HostEvent.Identified identified) {
      identified(identified.connection(), identified.info());
    } else if (event instanceof HostEvent.Disconnected gone && gone.lastOfPeer()) {
      Side side = sides.get(gone.connection().remotePeer());
      if (side != null && host.connectionsTo(gone.connection().remotePeer()).isEmpty()) {
        removeIfIdle(gone.connection().remotePeer(), side);
      }
    }
  }

  private void identified(Connection connection, PeerInfo info) {
    if (Dialect.PROTOCOLS.stream().anyMatch(info.protocols()::contains)) {
      open(connection.remotePeer());
    }
  }

  private void accept(Stream stream) {
    if (closed) {
      stream.reset(0);
      return;
    }
    PeerId peer = stream.connection().remotePeer();
    Side side = sides.computeIfAbsent(peer, p -> new Side());
    if (side.reader != null) {
      side.reader.end();
    }
    InboundReader reader = new InboundReader(stream, maxFrame, env, router);
    side.reader = reader;
    stream
        .onClose()
        .whenComplete((done, failure) -> env.execute(() -> inboundClosed(side, reader)));
    if (side.link != null) {
      reader.start();
    } else {
      env.schedule(WAIT_FOR_LINK, reader::start);
      // It speaks the protocol, whatever identify said.
      open(peer);
    }
  }

  private void inboundClosed(Side side, InboundReader reader) {
    reader.closed();
    if (side.reader == reader) {
      side.reader = null;
      removeIfIdle(reader.peer(), side);
    }
  }

  private void removeIfIdle(PeerId peer, Side side) {
    if (side.link == null && side.reader == null && !side.opening) {
      sides.remove(peer, side);
    }
  }

  private void open(PeerId peer) {
    Side side = sides.computeIfAbsent(peer, p -> new Side());
    List<Connection> connections = host.connectionsTo(peer);
    if (closed || side.link != null || side.opening || connections.isEmpty()) {
      removeIfIdle(peer, side);
      return;
    }
    side.opening = true;
    connections
        .get(0)
        .newStream(proposals(connections.get(0)))
        .whenComplete((stream, failure) -> env.execute(() -> opened(peer, side, stream, failure)));
  }

  /** One protocol if the peer has said what it speaks: then the stream is there at once. */
  private static List<String> proposals(Connection connection) {
    Set<String> spoken = connection.info().map(PeerInfo::protocols).orElse(Set.of());
    return Dialect.PROTOCOLS.stream()
        .filter(spoken::contains)
        .findFirst()
        .map(List::of)
        .orElse(Dialect.PROTOCOLS);
  }

  private void opened(
      PeerId peer, Side side, @Nullable Stream stream, @Nullable Throwable failure) {
    side.opening = false;
    if (stream == null) {
      LOG.debug("no stream to {}", peer, failure);
      if (side.reader != null) {
        side.reader.start();
      }
      retry(peer, side);
      return;
    }
    Optional<Dialect> dialect = Dialect.of(stream.protocol());
    if (closed || dialect.isEmpty()) {
      stream.reset(0);
      return;
    }
    StreamLink link = new StreamLink(stream);
    side.link = link;
    side.openedAt = env.millis();
    Connection connection = stream.connection();
    router.linkUp(
        peer,
        link,
        dialect.get(),
        connection.direction() == Direction.OUTBOUND,
        host(connection.remoteAddress()));
    stream.onClose().whenComplete((done, x) -> env.execute(() -> linkClosed(peer, side, link)));
    if (side.reader != null) {
      side.reader.start();
    }
  }

  private void linkClosed(PeerId peer, Side side, StreamLink link) {
    router.linkDown(peer, link);
    if (side.link == link) {
      side.link = null;
      if (env.millis() - side.openedAt >= STABLE.toMillis()) {
        side.retry = FIRST_RETRY;
      }
      retry(peer, side);
    }
  }

  private void retry(PeerId peer, Side side) {
    if (closed || host.connectionsTo(peer).isEmpty()) {
      removeIfIdle(peer, side);
      return;
    }
    env.schedule(side.retry, () -> open(peer));
    Duration next = side.retry.multipliedBy(2);
    side.retry = next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next;
  }

  private static Optional<String> host(Multiaddr address) {
    return address.value(AddressProtocol.IP4).or(() -> address.value(AddressProtocol.IP6));
  }

  /** Stops serving. What was written still leaves; the peer sees both streams end. */
  @Override
  public void close() {
    closed = true;
    registration.close();
    Dialect.PROTOCOLS.forEach(host::removeHandler);
    for (Side side : List.copyOf(sides.values())) {
      if (side.link != null) {
        side.link.stream().close();
      }
      if (side.reader != null) {
        side.reader.end();
      }
    }
    sides.clear();
  }
}
