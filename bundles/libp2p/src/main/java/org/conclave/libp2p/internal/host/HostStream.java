package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.ProtocolNotSupportedException;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.StreamReader;
import org.conclave.libp2p.internal.multistream.MultistreamDialer;
import org.conclave.libp2p.internal.multistream.MultistreamListener;
import org.conclave.libp2p.internal.multistream.Negotiation;
import org.conclave.libp2p.internal.transport.MuxedStream;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.Varint;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the muxer with a protocol agreed on it. Bytes of the negotiation are taken out before
 * anybody reads; a dialler that is sure of the answer may already write.
 */
final class HostStream implements Stream, MuxedStream.Receiver, StreamInput {
  private final Connection connection;
  private final MuxedStream muxed;
  private final EventExecutor loop;
  private final Direction direction;
  private final List<String> proposed;
  private final HostLimits limits;
  private final CompletableFuture<HostStream> agreed = new CompletableFuture<>();
  private final CompletableFuture<Void> onClose = new CompletableFuture<>();
  private final AtomicLong unsent = new AtomicLong();
  private final AtomicReference<@Nullable Object> readBy = new AtomicReference<>();
  private volatile String protocol = "";

  private @Nullable Negotiation negotiation;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable ByteBuffer head;
  private @Nullable Consumer consumer;
  private @Nullable Throwable failure;

  private HostStream(
      HostConnection connection,
      MuxedStream muxed,
      Direction direction,
      List<String> proposed,
      Negotiation negotiation) {
    this.connection = connection;
    this.muxed = muxed;
    this.loop = connection.executor();
    this.direction = direction;
    this.proposed = proposed;
    this.limits = connection.limits();
    this.negotiation = negotiation;
  }

  /**
   * Proposes protocols for a stream that was just opened.
   *
   * @param certain the peer is known to take the only protocol, so there is no need to wait
   */
  static CompletableFuture<HostStream> dial(
      HostConnection connection, MuxedStream muxed, List<String> protocols, boolean certain) {
    MultistreamDialer dialer = new MultistreamDialer(protocols);
    HostStream stream = new HostStream(connection, muxed, Direction.OUTBOUND, protocols, dialer);
    stream.begin();
    stream.send(dialer.opening());
    if (certain) {
      stream.protocol = protocols.get(0);
      stream.agreed.complete(stream);
    }
    return stream.agreed;
  }

  /** Answers the proposals for a stream that the peer opened. */
  static CompletableFuture<HostStream> accept(HostConnection connection, MuxedStream muxed) {
    Negotiation listener = new MultistreamListener(connection::takesInbound);
    HostStream stream = new HostStream(connection, muxed, Direction.INBOUND, List.of(), listener);
    stream.begin();
    return stream.agreed;
  }

  private void begin() {
    muxed.receiver(this);
    long timeout = limits.streamTimeout().toMillis();
    timer =
        loop.schedule(
            () -> refuse(new Libp2pException("no agreement on a protocol in " + timeout + " ms")),
            timeout,
            TimeUnit.MILLISECONDS);
  }

  // The negotiation.

  private void negotiate(Negotiation running) {
    try {
      while (negotiation != null) {
        ByteBuffer chunk = muxed.poll();
        if (chunk == null) {
          break;
        }
        Negotiation.Step step = running.receive(chunk);
        if (step instanceof Negotiation.Continue next) {
          send(next.reply());
        } else if (step instanceof Negotiation.Agreed done) {
          if (chunk.hasRemaining()) {
            head = chunk;
          }
          send(done.reply());
          endNegotiation();
          protocol = done.protocol();
          agreed.complete(this);
        } else {
          refuse(new ProtocolNotSupportedException(proposed));
        }
      }
      if (negotiation != null && muxed.ended()) {
        refuse(new Libp2pException("the peer ended the stream before a protocol was agreed"));
      }
    } catch (MultiformatException e) {
      refuse(new Libp2pException(String.valueOf(e.getMessage()), e));
    }
  }

  private void send(byte[] bytes) {
    if (bytes.length > 0) {
      muxed.write(ByteBuffer.wrap(bytes), new CompletableFuture<>());
    }
  }

  private void endNegotiation() {
    negotiation = null;
    ScheduledFuture<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
  }

  private void refuse(Throwable cause) {
    failure = cause;
    muxed.reset(0);
  }

  // What the muxer tells.

  @Override
  public void readable() {
    Negotiation running = negotiation;
    if (running != null) {
      negotiate(running);
    }
    Consumer reader = consumer;
    if (negotiation == null && reader != null) {
      reader.readable();
    }
  }

  @Override
  public void closed(@Nullable Throwable cause) {
    endNegotiation();
    if (cause != null) {
      Throwable first = failure == null ? cause : failure;
      failure = first;
      head = null;
      agreed.completeExceptionally(first);
      Consumer reader = consumer;
      if (reader != null) {
        reader.failed(first);
      }
    }
    onClose.complete(null);
  }

  // What whoever reads it wants.

  @Override
  public @Nullable ByteBuffer next() {
    if (negotiation != null) {
      return null;
    }
    ByteBuffer rest = head;
    head = null;
    return rest != null ? rest : muxed.poll();
  }

  @Override
  public void pushBack(ByteBuffer rest) {
    head = rest;
  }

  @Override
  public boolean ended() {
    return negotiation == null && head == null && muxed.ended();
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void reset() {
    muxed.reset(0);
  }

  @Override
  public void stopReading() {
    head = null;
    muxed.stopReading();
  }

  @Override
  public boolean execute(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return true;
    }
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public boolean inEventLoop() {
    return loop.inEventLoop();
  }

  // What the application sees.

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public Direction direction() {
    return direction;
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer data) {
    int length = data.remaining();
    long before = unsent.getAndAdd(length);
    CompletableFuture<Void> done = new CompletableFuture<>();
    done.whenComplete((nothing, cause) -> unsent.addAndGet(-length));
    if (before > 0 && before + length > limits.unsentBytesPerStream()) {
      done.completeExceptionally(
          new Libp2pException("the peer is too slow: " + before + " bytes wait to be sent"));
    } else if (!execute(() -> muxed.write(data, done))) {
      done.completeExceptionally(new ConnectionClosedException("the host is closed"));
    }
    return done;
  }

  @Override
  public CompletionStage<Void> writeFrame(byte[] frame) {
    ByteBuffer framed = ByteBuffer.allocate(Varint.length(frame.length) + frame.length);
    Varint.write(frame.length, framed);
    return write(framed.put(frame).flip());
  }

  @Override
  public Flow.Publisher<ByteBuffer> input() {
    return subscriber -> {
      InputSubscription subscription = new InputSubscription(this, subscriber);
      if (!readBy.compareAndSet(null, subscription)) {
        throw new IllegalStateException("the stream is read by another");
      }
      boolean running =
          execute(
              () -> {
                consumer = subscription;
                subscriber.onSubscribe(subscription);
                subscription.readable();
              });
      if (!running) {
        subscriber.onSubscribe(subscription);
        subscriber.onError(new ConnectionClosedException("the host is closed"));
      }
    };
  }

  @Override
  public StreamReader reader() {
    InputReader fresh = new InputReader(this);
    if (readBy.compareAndSet(null, fresh)) {
      execute(() -> consumer = fresh);
      return fresh;
    }
    if (readBy.get() instanceof InputReader reader) {
      return reader;
    }
    throw new IllegalStateException("the stream has a subscriber");
  }

  @Override
  public CompletionStage<Void> closeWrite() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!execute(() -> muxed.closeWrite(done))) {
      done.completeExceptionally(new ConnectionClosedException("the host is closed"));
    }
    return done;
  }

  @Override
  public void reset(int code) {
    execute(() -> muxed.reset(code));
  }

  @Override
  public void close() {
    execute(
        () -> {
          muxed.closeWrite(new CompletableFuture<>());
          stopReading();
        });
  }

  @Override
  public CompletableFuture<Void> onClose() {
    return onClose;
  }

  @Override
  public String toString() {
    return protocol + " " + direction + " " + connection;
  }
}
