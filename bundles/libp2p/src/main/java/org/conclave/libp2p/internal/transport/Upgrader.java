package org.conclave.libp2p.internal.transport;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.internal.multistream.NegotiationHandler;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Turns a plain channel into a secured, multiplexed connection: agrees on a secure channel,
 * performs its handshake, agrees on a muxer. One time-out covers all of it.
 */
public final class Upgrader {

  /** Asked once the peer has proved who it is. */
  @FunctionalInterface
  public interface SecuredGate {
    boolean allow(Direction direction, PeerId peer, Multiaddr remote);
  }

  private final List<SecureChannel> secureChannels;
  private final List<Muxer> muxers;
  private final SecuredGate gate;
  private final HostLimits limits;

  /** Prefers what stands first. */
  public Upgrader(
      List<SecureChannel> secureChannels, List<Muxer> muxers, SecuredGate gate, HostLimits limits) {
    this.secureChannels = List.copyOf(secureChannels);
    this.muxers = List.copyOf(muxers);
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * Called in the event loop of the channel before its first byte is read. Completes there; after a
   * failure the channel is closed.
   */
  CompletableFuture<UpgradedConnection> upgrade(
      Channel channel, Direction direction, @Nullable PeerId expected) {
    CompletableFuture<UpgradedConnection> upgraded = new CompletableFuture<>();
    FailureHandler failures = new FailureHandler(upgraded);
    channel.pipeline().addLast(failures);
    long timeout = limits.handshakeTimeout().toMillis();
    ScheduledFuture<?> timer =
        channel
            .eventLoop()
            .schedule(
                () -> fail(channel, new Libp2pException("no handshake within " + timeout + " ms")),
                timeout,
                TimeUnit.MILLISECONDS);
    upgraded.whenComplete((done, cause) -> timer.cancel(false));
    agree(
            channel,
            direction,
            failures,
            secureChannels.stream().map(SecureChannel::protocol).toList())
        .thenAccept(protocol -> secure(channel, direction, expected, failures, protocol, upgraded))
        .exceptionally(cause -> fail(channel, cause));
    return upgraded;
  }

  private static CompletableFuture<String> agree(
      Channel channel, Direction direction, FailureHandler failures, List<String> protocols) {
    NegotiationHandler handler =
        direction == Direction.OUTBOUND
            ? NegotiationHandler.dialling(protocols)
            : NegotiationHandler.listening(protocols::contains);
    channel.pipeline().addLast(handler);
    failures.moveToEnd(channel);
    return handler.agreed();
  }

  private void secure(
      Channel channel,
      Direction direction,
      @Nullable PeerId expected,
      FailureHandler failures,
      String protocol,
      CompletableFuture<UpgradedConnection> upgraded) {
    SecureChannel secureChannel =
        secureChannels.stream()
            .filter(s -> s.protocol().equals(protocol))
            .findFirst()
            .orElseThrow();
    CompletableFuture<SecuredPeer> secured = secureChannel.secure(channel, direction, expected);
    failures.moveToEnd(channel);
    secured
        .thenAccept(peer -> onSecured(channel, direction, failures, peer, upgraded))
        .exceptionally(cause -> fail(channel, cause));
  }

  private void onSecured(
      Channel channel,
      Direction direction,
      FailureHandler failures,
      SecuredPeer peer,
      CompletableFuture<UpgradedConnection> upgraded) {
    Multiaddr remote = SocketAddresses.ofTcp((InetSocketAddress) channel.remoteAddress());
    if (!gate.allow(direction, peer.key().toPeerId(), remote)) {
      fail(channel, new Libp2pException("the gate refuses " + peer.key().toPeerId()));
      return;
    }
    List<String> mine = muxers.stream().map(Muxer::protocol).toList();
    Optional<String> early = earlyMuxer(direction, mine, peer.muxers());
    CompletableFuture<String> agreed =
        early
            .map(CompletableFuture::completedFuture)
            .orElseGet(() -> agree(channel, direction, failures, mine));
    agreed
        .thenAccept(
            protocol -> {
              Multiaddr local = SocketAddresses.ofTcp((InetSocketAddress) channel.localAddress());
              MuxedSession session = named(protocol).mux(channel, direction, limits);
              failures.moveToEnd(channel);
              UpgradedConnection connection =
                  new UpgradedConnection(session, peer.key(), direction, local, remote);
              if (!upgraded.complete(connection)) {
                channel.close();
              }
            })
        .exceptionally(cause -> fail(channel, cause));
  }

  private Muxer named(String protocol) {
    return muxers.stream().filter(m -> m.protocol().equals(protocol)).findFirst().orElseThrow();
  }

  /** The first muxer of the dialler's list that is in the listener's as well. */
  private static Optional<String> earlyMuxer(
      Direction direction, List<String> mine, List<String> theirs) {
    List<String> dialler = direction == Direction.OUTBOUND ? mine : theirs;
    List<String> listener = direction == Direction.OUTBOUND ? theirs : mine;
    return dialler.stream().filter(listener::contains).findFirst();
  }

  private static @Nullable Void fail(Channel channel, Throwable cause) {
    channel.pipeline().fireExceptionCaught(cause);
    return null;
  }
}
