package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.conclave.libp2p.AttributeKey;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.PeerInfo;
import org.conclave.libp2p.ProtocolNotSupportedException;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.crypto.PublicKey;
import org.conclave.libp2p.internal.transport.MuxedSession;
import org.conclave.libp2p.internal.transport.MuxedStream;
import org.conclave.libp2p.internal.transport.UpgradedConnection;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/** A connection of a host, from the moment it is ready for streams. */
final class HostConnection implements Connection {
  /** How long both sides get to notice that another connection serves them better. */
  private static final long GRACE_SECONDS = 1;

  private final UpgradedConnection upgraded;
  private final MuxedSession session;
  private final PeerId remotePeer;
  private final ConnectionPolicy policy;
  private final HostLimits limits;
  private final Map<AttributeKey<?>, Object> attributes = new ConcurrentHashMap<>();
  private final CompletableFuture<Connection> whenAdmitted = new CompletableFuture<>();
  private final CompletableFuture<Void> onClose = new CompletableFuture<>();
  private volatile @Nullable PeerInfo info;
  private volatile boolean admitted;
  private volatile boolean superseded;
  private boolean idle;

  HostConnection(UpgradedConnection upgraded, ConnectionPolicy policy, HostLimits limits) {
    this.upgraded = upgraded;
    this.session = upgraded.session();
    this.remotePeer = upgraded.remoteKey().toPeerId();
    this.policy = policy;
    this.limits = limits;
    session.onStream(this::onStream);
    session
        .onClose()
        .thenRun(
            () -> {
              whenAdmitted.completeExceptionally(
                  new ConnectionClosedException("the connection to " + remotePeer + " is closed"));
              onClose.complete(null);
            });
  }

  EventExecutor executor() {
    return session.executor();
  }

  HostLimits limits() {
    return limits;
  }

  /** Completes when the connection is admitted, and fails if it is closed before. */
  CompletableFuture<Connection> whenAdmitted() {
    return whenAdmitted;
  }

  /** Closes the connection unless it is admitted in time. */
  void awaitAdmission(long millis) {
    var timer =
        executor()
            .schedule(
                () -> {
                  if (!isAdmitted()) {
                    close();
                  }
                },
                millis,
                TimeUnit.MILLISECONDS);
    whenAdmitted.whenComplete((admitted, cause) -> timer.cancel(false));
  }

  /** From here on every protocol may be spoken; whoever waits for it is told by the next call. */
  void markAdmitted() {
    admitted = true;
  }

  void announceAdmitted() {
    whenAdmitted.complete(this);
  }

  void identified(PeerInfo info) {
    this.info = info;
  }

  // Streams.

  private void onStream(MuxedStream muxed) {
    var unused = HostStream.accept(this, muxed).thenAccept(stream -> policy.serve(stream));
  }

  /** Whether a stream of the peer may speak the protocol. */
  boolean takesInbound(String protocol) {
    return policy.allows(this, protocol, Direction.INBOUND);
  }

  @Override
  public CompletableFuture<Stream> newStream(List<String> protocols) {
    List<String> allowed =
        protocols.stream().filter(p -> policy.allows(this, p, Direction.OUTBOUND)).toList();
    if (allowed.isEmpty()) {
      return CompletableFuture.failedFuture(new ProtocolNotSupportedException(protocols));
    }
    PeerInfo known = info;
    boolean certain =
        allowed.size() == 1 && known != null && known.protocols().contains(allowed.get(0));
    CompletableFuture<Stream> result = new CompletableFuture<>();
    try {
      executor().execute(() -> openStream(allowed, certain, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new ConnectionClosedException("the host is closed", e));
    }
    return result;
  }

  private void openStream(
      List<String> protocols, boolean certain, CompletableFuture<Stream> result) {
    session
        .openStream()
        .thenCompose(muxed -> HostStream.dial(this, muxed, protocols, certain))
        .whenComplete(
            (stream, cause) -> {
              if (cause != null) {
                result.completeExceptionally(Causes.unwrap(cause));
              } else if (!result.complete(stream)) {
                stream.reset(0);
              }
            });
  }

  // Making way for a better connection to the same peer.

  boolean isSuperseded() {
    return superseded;
  }

  /**
   * Another connection to the peer is to be used: after a while this one takes no more streams, and
   * it is closed once it has none.
   */
  void supersede() {
    if (!superseded) {
      superseded = true;
      checkIdleLater();
    }
  }

  /** The connection that was to be used instead is gone. */
  void reinstate() {
    superseded = false;
  }

  private void checkIdleLater() {
    try {
      var timer = executor().schedule(this::checkIdle, GRACE_SECONDS, TimeUnit.SECONDS);
      onClose.thenRun(() -> timer.cancel(false));
    } catch (RejectedExecutionException e) {
      // The event loop has ended, and the connection with it.
      superseded = true;
    }
  }

  private void checkIdle() {
    if (!superseded) {
      return;
    }
    session.goAway();
    boolean idleBefore = idle;
    idle = session.openStreams() == 0;
    if (idle && idleBefore) {
      close();
    } else if (isOpen()) {
      checkIdleLater();
    }
  }

  // What the application sees.

  @Override
  public PeerId remotePeer() {
    return remotePeer;
  }

  @Override
  public PublicKey remoteKey() {
    return upgraded.remoteKey();
  }

  @Override
  public Multiaddr remoteAddress() {
    return upgraded.remote();
  }

  @Override
  public Multiaddr localAddress() {
    return upgraded.local();
  }

  @Override
  public Direction direction() {
    return upgraded.direction();
  }

  @Override
  public Optional<PeerInfo> info() {
    return Optional.ofNullable(info);
  }

  @Override
  public boolean isAdmitted() {
    return admitted;
  }

  @Override
  public void admit() {
    if (!admitted && isOpen()) {
      policy.admit(this);
    }
  }

  @Override
  public <T> void set(AttributeKey<T> key, T value) {
    attributes.put(key, value);
  }

  @Override
  public <T> Optional<T> get(AttributeKey<T> key) {
    return Optional.ofNullable(attributes.get(key)).map(key.type()::cast);
  }

  @Override
  public boolean isOpen() {
    return !onClose.isDone();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (RejectedExecutionException e) {
      // The event loop has ended, which closed the channel.
      onClose.complete(null);
    }
  }

  @Override
  public CompletableFuture<Void> onClose() {
    return onClose;
  }

  @Override
  public String toString() {
    return direction() + " " + remoteAddress() + " " + remotePeer;
  }
}
