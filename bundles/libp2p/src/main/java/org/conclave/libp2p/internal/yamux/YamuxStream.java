package org.conclave.libp2p.internal.yamux;

import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.StreamResetException;
import org.conclave.libp2p.internal.transport.MuxedStream;
import org.jspecify.annotations.Nullable;

/** A stream of a {@link YamuxSession}, with its credit in both directions. */
final class YamuxStream implements MuxedStream {
  private static final int MAX_WINDOW = 2 << 20;

  /** How long a peer may take to end a stream that is no longer read. */
  private static final long LINGER_SECONDS = 10;

  private final YamuxSession session;
  private final int id;
  private final Direction direction;
  private final ReceiveQueue received = new ReceiveQueue();
  private final SendQueue unsent = new SendQueue();
  private final CompletableFuture<Void> writeClosed = new CompletableFuture<>();
  private @Nullable Receiver receiver;

  private long sendCredit = YamuxFrame.INITIAL_WINDOW;
  private int window = YamuxFrame.INITIAL_WINDOW;
  private long receiveCredit = YamuxFrame.INITIAL_WINDOW;
  private long lastGrant = System.nanoTime();

  private boolean acknowledged;
  private boolean endWanted;
  private boolean endSent;
  private boolean endReceived;
  private boolean discarding;
  private @Nullable Throwable failure;
  private boolean closed;
  private @Nullable ScheduledFuture<?> lingering;

  YamuxStream(YamuxSession session, int id, Direction direction) {
    this.session = session;
    this.id = id;
    this.direction = direction;
    this.acknowledged = direction == Direction.INBOUND;
  }

  int id() {
    return id;
  }

  Direction direction() {
    return direction;
  }

  int unread() {
    return received.bytes();
  }

  /** How much the window has grown beyond what every stream has. */
  int grownWindow() {
    return window - YamuxFrame.INITIAL_WINDOW;
  }

  @Override
  public void receiver(Receiver receiver) {
    this.receiver = receiver;
  }

  // What this side sends.

  @Override
  public void write(ByteBuffer data, CompletableFuture<Void> done) {
    Throwable cause = failure;
    if (cause != null) {
      done.completeExceptionally(cause);
    } else if (endWanted || closed) {
      done.completeExceptionally(new Libp2pException("the stream is closed for writing"));
    } else if (!data.hasRemaining()) {
      done.complete(null);
    } else {
      unsent.add(data.slice(), done);
      session.wantsToSend(this);
    }
  }

  @Override
  public void closeWrite(CompletableFuture<Void> done) {
    writeClosed.whenComplete(
        (nothing, cause) -> {
          if (cause == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(cause);
          }
        });
    if (!endWanted && !closed) {
      endWanted = true;
      session.wantsToSend(this);
    }
  }

  /** Whether a call of {@link #sendNext} would send something. */
  boolean canSend() {
    return !closed && (unsent.isEmpty() ? endWanted && !endSent : sendCredit > 0);
  }

  /** Sends one frame. */
  void sendNext() {
    if (unsent.isEmpty()) {
      endSent = true;
      session.send(YamuxFrame.WINDOW_UPDATE, YamuxFrame.FIN, id, 0);
      writeClosed.complete(null);
      if (discarding) {
        linger();
      }
      closeIfEnded();
      return;
    }
    int n = (int) Math.min(Math.min(unsent.firstRemaining(), sendCredit), YamuxSession.MAX_DATA);
    sendCredit -= n;
    session.sendData(id, unsent.next(n));
    unsent.sent();
  }

  void onCredit(long credit) {
    // A peer that grants more than could ever be sent only hurts itself, but must not overflow.
    sendCredit = Math.min(sendCredit + credit, Long.MAX_VALUE / 2);
    if (canSend()) {
      session.wantsToSend(this);
    }
  }

  /** Whether this is the first acknowledgement. */
  boolean acknowledge() {
    boolean first = !acknowledged;
    acknowledged = true;
    return first;
  }

  // What the peer sends.

  void reserve(long length) throws YamuxProtocolException {
    if (length > receiveCredit) {
      throw new YamuxProtocolException(
          "a frame of " + length + " bytes against a credit of " + receiveCredit);
    }
    receiveCredit -= length;
  }

  void onData(byte[] array, int offset, int length) {
    if (endReceived || discarding || closed) {
      return;
    }
    received.add(array, offset, length);
    session.addUnread(length);
    if (!closed) {
      tellReadable();
    }
  }

  void onEnd() {
    if (endReceived || closed) {
      return;
    }
    endReceived = true;
    tellReadable();
    closeIfEnded();
  }

  private void tellReadable() {
    Receiver target = receiver;
    if (target != null) {
      target.readable();
    }
  }

  @Override
  public @Nullable ByteBuffer poll() {
    ByteBuffer chunk = received.poll();
    if (chunk != null) {
      session.addUnread(-chunk.remaining());
      grantCredit();
    }
    return chunk;
  }

  @Override
  public boolean ended() {
    return endReceived && received.bytes() == 0;
  }

  private void grantCredit() {
    if (endReceived || closed) {
      return;
    }
    long grant = window - receiveCredit - received.bytes();
    if (grant < window / 2) {
      return;
    }
    long now = System.nanoTime();
    // Half a window in so short a time: the window, not the network, sets the pace.
    if (now - lastGrant < 4 * session.roundTripNanos()
        && window < MAX_WINDOW
        && session.growWindow(window)) {
      grant += window;
      window *= 2;
    }
    lastGrant = now;
    receiveCredit += grant;
    session.send(YamuxFrame.WINDOW_UPDATE, 0, id, grant);
  }

  @Override
  public void stopReading() {
    if (discarding || closed) {
      return;
    }
    discarding = true;
    session.addUnread(-received.clear());
    if (endSent) {
      linger();
    }
  }

  private void linger() {
    lingering = session.executor().schedule(() -> reset(0), LINGER_SECONDS, TimeUnit.SECONDS);
  }

  // The end.

  @Override
  public void reset(int code) {
    if (!closed) {
      session.send(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, id, 0);
      fail(new StreamResetException(code, false));
    }
  }

  /** Ends the stream without telling the peer. */
  void fail(Throwable cause) {
    if (closed) {
      return;
    }
    failure = cause;
    session.addUnread(-received.clear());
    leave();
    unsent.fail(cause);
    writeClosed.completeExceptionally(cause);
    Receiver target = receiver;
    if (target != null) {
      target.closed(cause);
    }
  }

  private void closeIfEnded() {
    if (closed || !endSent || !endReceived) {
      return;
    }
    leave();
    Receiver target = receiver;
    if (target != null) {
      target.closed(null);
    }
  }

  private void leave() {
    closed = true;
    ScheduledFuture<?> timer = lingering;
    if (timer != null) {
      timer.cancel(false);
    }
    session.remove(this, acknowledge());
  }
}
