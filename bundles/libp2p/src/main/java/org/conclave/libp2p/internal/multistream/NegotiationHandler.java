package org.conclave.libp2p.internal.multistream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.conclave.libp2p.ProtocolNotSupportedException;
import org.conclave.libp2p.multiformats.MultiformatException;

/**
 * Agrees on what the whole channel speaks next, then removes itself. Whoever waits for {@link
 * #agreed()} adds the handler that goes on; it gets every byte that follows the negotiation.
 *
 * <p>A dialler with one proposal does not wait: {@code agreed} completes at once, and the answer is
 * checked when it arrives. This saves a round trip.
 */
public final class NegotiationHandler extends ChannelInboundHandlerAdapter {
  private final Negotiation negotiation;
  private final List<String> proposals;
  private final CompletableFuture<String> agreed = new CompletableFuture<>();
  private boolean begun;

  private NegotiationHandler(Negotiation negotiation, List<String> proposals) {
    this.negotiation = negotiation;
    this.proposals = proposals;
  }

  public static NegotiationHandler dialling(List<String> protocols) {
    return new NegotiationHandler(new MultistreamDialer(protocols), protocols);
  }

  public static NegotiationHandler listening(Predicate<String> supported) {
    return new NegotiationHandler(new MultistreamListener(supported), List.of());
  }

  /** Completes in the channel's event loop with the protocol. Failures go down the pipeline. */
  public CompletableFuture<String> agreed() {
    return agreed;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      begin(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin(ctx);
    ctx.fireChannelActive();
  }

  private void begin(ChannelHandlerContext ctx) {
    if (begun) {
      return;
    }
    begun = true;
    byte[] opening = negotiation.opening();
    if (opening.length > 0) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(opening));
    }
    if (proposals.size() == 1) {
      agreed.complete(proposals.get(0));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      ByteBuffer bytes = in.nioBuffer();
      Negotiation.Step step = negotiation.receive(bytes);
      in.skipBytes(in.readableBytes() - bytes.remaining());
      if (step instanceof Negotiation.Continue next) {
        reply(ctx, next.reply());
      } else if (step instanceof Negotiation.Agreed done) {
        reply(ctx, done.reply());
        agreed.complete(done.protocol());
        if (in.isReadable()) {
          ctx.fireChannelRead(in.retain());
        }
        ctx.pipeline().remove(this);
      } else {
        ctx.fireExceptionCaught(new ProtocolNotSupportedException(proposals));
      }
    } catch (MultiformatException e) {
      ctx.fireExceptionCaught(e);
    } finally {
      in.release();
    }
  }

  private static void reply(ChannelHandlerContext ctx, byte[] reply) {
    if (reply.length > 0) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(reply));
    }
  }
}
