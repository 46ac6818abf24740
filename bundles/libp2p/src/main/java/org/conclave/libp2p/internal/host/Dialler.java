package org.conclave.libp2p.internal.host;

import io.netty.channel.EventLoopGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;

/** Keeps one dial a peer, however many ask. Safe for use from any thread. */
final class Dialler {
  private final EventLoopGroup loops;
  private final long timeoutMillis;
  private final Function<PeerId, Optional<Connection>> open;
  private final BiFunction<PeerId, Multiaddr, CompletableFuture<HostConnection>> attempts;
  private final Map<PeerId, Dial> dials = new HashMap<>();

  /**
   * @param open finds a connection that can be used already
   * @param attempts makes a connection to a peer at one address
   */
  Dialler(
      EventLoopGroup loops,
      long timeoutMillis,
      Function<PeerId, Optional<Connection>> open,
      BiFunction<PeerId, Multiaddr, CompletableFuture<HostConnection>> attempts) {
    this.loops = loops;
    this.timeoutMillis = timeoutMillis;
    this.open = open;
    this.attempts = attempts;
  }

  CompletableFuture<Connection> connect(PeerId peer, List<Multiaddr> addresses) {
    Dial dial;
    synchronized (dials) {
      Optional<Connection> existing = open.apply(peer);
      if (existing.isPresent()) {
        return CompletableFuture.completedFuture(existing.get());
      }
      Dial running = dials.get(peer);
      if (running != null) {
        running.add(addresses);
        return running.result().copy();
      }
      dial = new Dial(peer, loops.next(), address -> attempts.apply(peer, address));
      dials.put(peer, dial);
    }
    Dial started = dial;
    started
        .result()
        .whenComplete(
            (connection, cause) -> {
              synchronized (dials) {
                dials.remove(peer, started);
              }
            });
    started.start(addresses, timeoutMillis);
    return started.result().copy();
  }

  /** Fails whatever is under way; the host is closing. */
  void close() {
    List<Dial> running;
    synchronized (dials) {
      running = List.copyOf(dials.values());
    }
    running.forEach(Dial::close);
  }

  /** A connection is admitted, whoever dialled it. */
  void reached(Connection connection) {
    Dial dial;
    synchronized (dials) {
      dial = dials.get(connection.remotePeer());
    }
    if (dial != null) {
      dial.reached(connection);
    }
  }
}
