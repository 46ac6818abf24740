package org.conclave.libp2p.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at the end of the pipeline, where every failure arrives, and closes the channel. Sharable
 * only so that it can be moved within its own pipeline.
 */
@Sharable
final class FailureHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

  private final CompletableFuture<UpgradedConnection> upgraded;

  FailureHandler(CompletableFuture<UpgradedConnection> upgraded) {
    this.upgraded = upgraded;
  }

  void moveToEnd(Channel channel) {
    if (channel.pipeline().last() != this) {
      channel.pipeline().remove(this);
      channel.pipeline().addLast(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Libp2pException failure =
        cause instanceof Libp2pException known
            ? known
            : new Libp2pException("the connection failed: " + cause.getMessage(), cause);
    boolean duringHandshake = upgraded.completeExceptionally(failure);
    boolean ours = cause instanceof RuntimeException && !(cause instanceof MultiformatException);
    if (ours || cause instanceof Error) {
      LOG.warn("connection to {} failed", ctx.channel().remoteAddress(), cause);
    } else if (!duringHandshake && !(cause instanceof IOException)) {
      LOG.debug("connection to {} failed", ctx.channel().remoteAddress(), cause);
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    upgraded.completeExceptionally(
        new ConnectionClosedException("the peer closed the connection during the handshake"));
  }
}
