package org.conclave.libp2p.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.ListenException;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;

/** TCP, upgraded by an {@link Upgrader}. */
public final class TcpTransport implements Transport {
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);

  private final EventLoopGroup loops;
  private final Upgrader upgrader;
  private final HostLimits limits;
  private final ChannelGroup channels;
  private final Executor lookups;

  /**
   * @param channels every channel is added to it as long as it is open
   * @param lookups runs name look-ups, which block
   */
  public TcpTransport(
      EventLoopGroup loops,
      Upgrader upgrader,
      HostLimits limits,
      ChannelGroup channels,
      Executor lookups) {
    this.loops = loops;
    this.upgrader = upgrader;
    this.limits = limits;
    this.channels = channels;
    this.lookups = lookups;
  }

  @Override
  public boolean handles(Multiaddr address) {
    return SocketAddresses.isTcp(address);
  }

  @Override
  public Listener listen(Multiaddr address, Intake intake) throws ListenException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel, intake);
                  }
                });
    try {
      ChannelFuture bound = bootstrap.bind(SocketAddresses.resolve(address)).awaitUninterruptibly();
      if (bound.cause() != null) {
        throw new ListenException(address, bound.cause());
      }
      channels.add(bound.channel());
      return new TcpListener(address, bound.channel());
    } catch (UnknownHostException e) {
      throw new ListenException(address, e);
    }
  }

  private record TcpListener(Multiaddr asked, Channel channel) implements Listener {
    /**
     * The host as it was asked for: a socket for 0.0.0.0 names itself ::, and the peers of an IPv4
     * network would be given none of its addresses.
     */
    @Override
    public Multiaddr address() {
      Multiaddr.Part host = asked.parts().get(0);
      int port = ((InetSocketAddress) channel.localAddress()).getPort();
      return Multiaddr.parse("/" + host.protocol().text() + "/" + host.value() + "/tcp/" + port);
    }

    @Override
    public void close() {
      channel.close().awaitUninterruptibly();
    }
  }

  private void accept(Channel channel, Intake intake) {
    // Null when the peer has gone before it was looked at.
    if (!(channel.remoteAddress() instanceof InetSocketAddress socket)) {
      channel.close();
      return;
    }
    Multiaddr remote = SocketAddresses.ofTcp(socket);
    if (!intake.begin(remote)) {
      channel.close();
      return;
    }
    channels.add(channel);
    channel.closeFuture().addListener(closed -> intake.closed());
    upgrader
        .upgrade(channel, Direction.INBOUND, null)
        .whenComplete(
            (connection, cause) -> {
              if (cause == null) {
                intake.upgraded(connection);
              } else {
                intake.failed(remote, cause);
              }
            });
  }

  @Override
  public CompletableFuture<UpgradedConnection> dial(Multiaddr address, PeerId peer) {
    CompletableFuture<UpgradedConnection> result = new CompletableFuture<>();
    if (SocketAddresses.isName(address)) {
      lookups.execute(
          () -> {
            try {
              connect(SocketAddresses.resolve(address), peer, result);
            } catch (UnknownHostException e) {
              result.completeExceptionally(new Libp2pException("unknown host " + address, e));
            }
          });
    } else {
      try {
        connect(SocketAddresses.resolve(address), peer, result);
      } catch (UnknownHostException e) {
        result.completeExceptionally(new Libp2pException("unknown host " + address, e));
      }
    }
    return result;
  }

  private void connect(
      InetSocketAddress socket, PeerId peer, CompletableFuture<UpgradedConnection> result) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.handshakeTimeout().toMillis())
            .handler(new ChannelInboundHandlerAdapter())
            .connect(socket);
    Channel channel = connecting.channel();
    channels.add(channel);
    result.whenComplete(
        (connection, cause) -> {
          if (cause != null) {
            channel.close();
          }
        });
    connecting.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            result.completeExceptionally(
                new ConnectionClosedException("cannot connect to " + socket, connected.cause()));
            return;
          }
          upgrader
              .upgrade(channel, Direction.OUTBOUND, peer)
              .whenComplete(
                  (connection, cause) -> {
                    if (cause != null) {
                      result.completeExceptionally(cause);
                    } else if (!result.complete(connection)) {
                      channel.close();
                    }
                  });
        });
  }
}
