package org.conclave.libp2p.internal.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.StreamResetException;
import org.conclave.libp2p.internal.transport.MuxedSession;
import org.conclave.libp2p.internal.transport.MuxedStream;
import org.jspecify.annotations.Nullable;

/**
 * A Yamux session at the end of a channel's pipeline. Streams that want to send take turns, a frame
 * each, as long as the channel takes bytes; what was written in one turn of the event loop is
 * flushed together.
 */
final class YamuxSession extends ChannelInboundHandlerAdapter
    implements MuxedSession, FrameDecoder.Target {
  /** With its header a frame of this size fills one Noise message. */
  static final int MAX_DATA = 0xffff - 16 - YamuxFrame.HEADER_LENGTH;

  /** Streams that may wait for their acknowledgement. */
  private static final int BACKLOG = 256;

  /** Replies that a peer provokes but does not read. */
  private static final long MAX_UNREAD_REPLIES = 1 << 20;

  private final Channel channel;
  private final Direction direction;
  private final HostLimits limits;
  private final KeepAlive keepAlive;
  private final FrameDecoder decoder = new FrameDecoder();
  private final Map<Integer, YamuxStream> streams = new HashMap<>();
  private final Set<YamuxStream> senders = new LinkedHashSet<>();
  private final ArrayDeque<CompletableFuture<MuxedStream>> waitingToOpen = new ArrayDeque<>();
  private final CompletableFuture<Void> onClose = new CompletableFuture<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Consumer<MuxedStream> taker;

  private @Nullable YamuxStream dataTarget;
  private boolean endAfterData;

  private int nextId;
  private int inbound;
  private int unacknowledged;
  private long unread;
  private long grown;
  private boolean goAwaySent;
  private boolean goAwayReceived;
  private boolean reading;
  private boolean pumping;
  private boolean flushPlanned;

  YamuxSession(Channel channel, Direction direction, HostLimits limits) {
    this.channel = channel;
    this.direction = direction;
    this.limits = limits;
    this.nextId = direction == Direction.OUTBOUND ? 1 : 2;
    this.keepAlive = new KeepAlive(this);
    channel.closeFuture().addListener(closed -> onChannelClosed());
  }

  @Override
  public EventExecutor executor() {
    return channel.eventLoop();
  }

  @Override
  public void onStream(Consumer<MuxedStream> taker) {
    this.taker = taker;
  }

  @Override
  public CompletableFuture<Void> onClose() {
    return onClose;
  }

  @Override
  public int openStreams() {
    return streams.size();
  }

  @Override
  public boolean takesStreams() {
    return !goAwaySent && !goAwayReceived && channel.isActive() && nextId > 0;
  }

  @Override
  public CompletableFuture<MuxedStream> openStream() {
    CompletableFuture<MuxedStream> opened = new CompletableFuture<>();
    if (!takesStreams()) {
      opened.completeExceptionally(new ConnectionClosedException("it takes no more streams"));
    } else {
      waitingToOpen.add(opened);
      openWaiting();
    }
    return opened;
  }

  private void openWaiting() {
    while (unacknowledged < BACKLOG && !waitingToOpen.isEmpty() && nextId > 0) {
      YamuxStream stream = new YamuxStream(this, nextId, Direction.OUTBOUND);
      nextId += 2;
      unacknowledged++;
      streams.put(stream.id(), stream);
      send(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, stream.id(), 0);
      if (!waitingToOpen.remove().complete(stream)) {
        stream.reset(0);
      }
    }
  }

  // Receiving.

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    keepAlive.start();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    reading = true;
    try {
      decoder.decode(in, this);
    } catch (YamuxProtocolException e) {
      send(YamuxFrame.GO_AWAY, 0, YamuxFrame.SESSION, YamuxFrame.PROTOCOL_ERROR);
      ctx.fireExceptionCaught(e);
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    pump();
    ctx.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      pump();
      planFlush();
    }
  }

  @Override
  public void onFrame(YamuxFrame frame) throws YamuxProtocolException {
    keepAlive.heard();
    switch (frame.type()) {
      case YamuxFrame.DATA, YamuxFrame.WINDOW_UPDATE -> onStreamFrame(frame);
      case YamuxFrame.PING -> onPing(frame);
      case YamuxFrame.GO_AWAY -> onGoAway();
      default -> throw new YamuxProtocolException("a frame of type " + frame.type());
    }
  }

  private void onStreamFrame(YamuxFrame frame) throws YamuxProtocolException {
    if (frame.stream() == YamuxFrame.SESSION) {
      throw new YamuxProtocolException("stream 0 is no stream");
    }
    if (frame.has(YamuxFrame.SYN)) {
      accept(frame.stream());
    }
    // Frames for streams that are gone are on their way whenever a stream is reset.
    YamuxStream stream = streams.get(frame.stream());
    boolean data = frame.type() == YamuxFrame.DATA;
    if (data) {
      dataTarget = stream;
      endAfterData = frame.has(YamuxFrame.FIN);
      if (stream == null && frame.length() > limits.unreadBytesPerConnection()) {
        throw new YamuxProtocolException("a frame of " + frame.length() + " bytes for no stream");
      }
    }
    if (stream == null) {
      return;
    }
    if (frame.has(YamuxFrame.ACK) && stream.acknowledge()) {
      unacknowledged--;
      openWaiting();
    }
    if (frame.has(YamuxFrame.RST)) {
      stream.fail(new StreamResetException(0, true));
    } else if (data) {
      stream.reserve(frame.length());
    } else {
      stream.onCredit(frame.length());
      if (frame.has(YamuxFrame.FIN)) {
        stream.onEnd();
      }
    }
  }

  private void accept(int id) throws YamuxProtocolException {
    boolean odd = (id & 1) == 1;
    if (streams.containsKey(id) || odd != (direction == Direction.INBOUND)) {
      throw new YamuxProtocolException("stream " + Integer.toUnsignedString(id) + " cannot be new");
    }
    Consumer<MuxedStream> target = taker;
    if (target == null || goAwaySent || inbound >= limits.streamsPerConnection()) {
      send(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, id, 0);
      return;
    }
    YamuxStream stream = new YamuxStream(this, id, Direction.INBOUND);
    streams.put(id, stream);
    inbound++;
    send(YamuxFrame.WINDOW_UPDATE, YamuxFrame.ACK, id, 0);
    target.accept(stream);
  }

  @Override
  public void onData(byte[] array, int offset, int length) {
    YamuxStream stream = dataTarget;
    if (stream != null) {
      stream.onData(array, offset, length);
    }
  }

  @Override
  public void onDataEnd() {
    YamuxStream stream = dataTarget;
    dataTarget = null;
    if (stream != null && endAfterData) {
      stream.onEnd();
    }
  }

  private void onPing(YamuxFrame frame) {
    if (frame.has(YamuxFrame.ACK)) {
      keepAlive.answered(frame.length());
    } else {
      send(YamuxFrame.PING, YamuxFrame.ACK, YamuxFrame.SESSION, frame.length());
    }
  }

  private void onGoAway() {
    goAwayReceived = true;
    failWaiting(new ConnectionClosedException("the peer takes no more streams"));
    if (streams.isEmpty()) {
      channel.close();
    }
  }

  // Sending.

  void wantsToSend(YamuxStream stream) {
    if (stream.canSend()) {
      senders.add(stream);
      if (!pumping && !reading) {
        pump();
      }
    }
  }

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (channel.isWritable() && !senders.isEmpty()) {
        YamuxStream stream = senders.iterator().next();
        senders.remove(stream);
        if (stream.canSend()) {
          stream.sendNext();
        }
        if (stream.canSend()) {
          senders.add(stream);
        }
        // Bytes that gather before the flush do not count as pending, so hand them on.
        if (!channel.isWritable()) {
          channel.flush();
        }
      }
    } finally {
      pumping = false;
    }
  }

  void send(int type, int flags, int stream, long length) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || !channel.isActive()) {
      return;
    }
    ctx.write(new YamuxFrame(type, flags, stream, length).encode(), ctx.voidPromise());
    planFlush();
    if (!channel.isWritable() && channel.bytesBeforeWritable() > MAX_UNREAD_REPLIES) {
      ctx.fireExceptionCaught(new YamuxProtocolException("the peer does not read its replies"));
    }
  }

  void sendData(int stream, ByteBuffer data) {
    ChannelHandlerContext ctx = context;
    if (ctx != null && channel.isActive()) {
      ctx.write(
          new YamuxFrame(YamuxFrame.DATA, 0, stream, data.remaining()).encode(), ctx.voidPromise());
      ctx.write(Unpooled.wrappedBuffer(data), ctx.voidPromise());
      planFlush();
    }
  }

  private void planFlush() {
    if (!reading && !flushPlanned) {
      flushPlanned = true;
      executor().execute(this::flushPlanned);
    }
  }

  private void flushPlanned() {
    flushPlanned = false;
    channel.flush();
  }

  @Override
  public void goAway() {
    if (!goAwaySent) {
      goAwaySent = true;
      failWaiting(new ConnectionClosedException("the connection takes no more streams"));
      send(YamuxFrame.GO_AWAY, 0, YamuxFrame.SESSION, YamuxFrame.NORMAL_END);
    }
  }

  // Accounts that the streams share.

  /** Notes that so many bytes more, or fewer, wait for readers. */
  void addUnread(int bytes) {
    unread += bytes;
    if (unread > limits.unreadBytesPerConnection()) {
      streams.values().stream()
          .max(Comparator.comparingInt(YamuxStream::unread))
          .ifPresent(stream -> stream.reset(0));
    }
  }

  /** Whether a window may grow by so much: all together by half of what may wait unread. */
  boolean growWindow(int by) {
    if (grown + by > limits.unreadBytesPerConnection() / 2) {
      return false;
    }
    grown += by;
    return true;
  }

  long roundTripNanos() {
    return keepAlive.roundTripNanos();
  }

  void remove(YamuxStream stream, boolean neverAcknowledged) {
    if (streams.remove(stream.id()) == null) {
      return;
    }
    senders.remove(stream);
    grown -= stream.grownWindow();
    if (stream.direction() == Direction.INBOUND) {
      inbound--;
    } else if (neverAcknowledged) {
      unacknowledged--;
      openWaiting();
    }
    if (goAwayReceived && streams.isEmpty()) {
      channel.close();
    }
  }

  // The end.

  @Override
  public void close() {
    if (executor().inEventLoop()) {
      goAway();
      channel.close();
    } else {
      executor().execute(this::close);
    }
  }

  private void onChannelClosed() {
    keepAlive.stop();
    ConnectionClosedException cause = new ConnectionClosedException("the connection is closed");
    failWaiting(cause);
    new ArrayList<>(streams.values()).forEach(stream -> stream.fail(cause));
    onClose.complete(null);
  }

  private void failWaiting(ConnectionClosedException cause) {
    while (!waitingToOpen.isEmpty()) {
      waitingToOpen.remove().completeExceptionally(cause);
    }
  }
}
