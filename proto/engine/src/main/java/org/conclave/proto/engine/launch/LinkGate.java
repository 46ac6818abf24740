package org.conclave.proto.engine.launch;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.channel.PendingWriteQueue;
import io.grpc.netty.shaded.io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * First in a connection's pipeline until both ends have recognised each other: holds back every
 * write from behind it and passes on no byte, then removes itself. A connection that has not got
 * that far within {@value #LIMIT_SECONDS} s is closed. Runs on the connection's event loop.
 */
abstract class LinkGate extends ChannelDuplexHandler {
  static final int LIMIT_SECONDS = 5;

  private @Nullable PendingWriteQueue held;
  private @Nullable ByteBuf received;
  private @Nullable ScheduledFuture<?> limit;
  private boolean flushRequested;
  private boolean started;

  /** The connection is up. */
  abstract void begin(ChannelHandlerContext ctx);

  /** How many bytes {@link #step} takes next. */
  abstract int expected();

  /**
   * Takes the bytes that were expected and may call {@link #send}, {@link #open}, {@link #refuse}.
   */
  abstract void step(ChannelHandlerContext ctx, byte[] input);

  /** Either end of {@code ctx}'s connection, as the transcript names it. */
  static InetSocketAddress local(ChannelHandlerContext ctx) {
    return (InetSocketAddress) ctx.channel().localAddress();
  }

  static InetSocketAddress remote(ChannelHandlerContext ctx) {
    return (InetSocketAddress) ctx.channel().remoteAddress();
  }

  static void send(ChannelHandlerContext ctx, byte[] output) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(output));
  }

  /** Recognised: everything passes from now on. */
  void open(ChannelHandlerContext ctx) {
    ctx.pipeline().remove(this);
  }

  /** Not recognised: nothing ever passes. */
  void refuse(ChannelHandlerContext ctx, String why) {
    fail(new IOException(why));
    ctx.close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    held = new PendingWriteQueue(ctx);
    received = Unpooled.buffer(128);
    if (ctx.channel().isActive()) {
      start(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    start(ctx);
    ctx.fireChannelActive();
  }

  private void start(ChannelHandlerContext ctx) {
    if (!started) {
      started = true;
      limit =
          ctx.executor()
              .schedule(
                  () -> refuse(ctx, "the launch secret was not proven in time"),
                  LIMIT_SECONDS,
                  TimeUnit.SECONDS);
      begin(ctx);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf input = (ByteBuf) message;
    try {
      // Not more than a step is kept: what follows the last step belongs to the handlers behind.
      while (!ctx.isRemoved()
          && ctx.channel().isActive()
          && received != null
          && input.isReadable()) {
        received.writeBytes(
            input, Math.min(expected() - received.readableBytes(), input.readableBytes()));
        if (received.readableBytes() == expected()) {
          byte[] taken = new byte[expected()];
          received.readBytes(taken).clear();
          step(ctx, taken);
        }
      }
      if (ctx.isRemoved() && input.isReadable()) {
        ctx.fireChannelRead(input.retain());
      }
    } finally {
      input.release();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (held == null) {
      ctx.write(message, promise);
    } else {
      held.add(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    flushRequested = true;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(new IOException("the connection closed before the launch secret was proven"));
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (limit != null) {
      limit.cancel(false);
    }
    if (received != null) {
      received.release();
      received = null;
    }
    PendingWriteQueue writes = held;
    held = null;
    if (writes != null && ctx.channel().isActive()) {
      writes.removeAndWriteAll();
      if (flushRequested) {
        ctx.flush();
      }
    } else if (writes != null) {
      writes.removeAndFailAll(new IOException("the connection is closed"));
    }
  }

  private void fail(IOException cause) {
    if (limit != null) {
      limit.cancel(false);
    }
    if (held != null) {
      held.removeAndFailAll(cause);
    }
  }
}
