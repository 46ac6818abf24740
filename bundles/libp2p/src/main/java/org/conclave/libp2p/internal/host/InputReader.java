package org.conclave.libp2p.internal.host;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.FrameTooLargeException;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.StreamReader;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.jspecify.annotations.Nullable;

/** Reads the input of a stream in portions. */
final class InputReader implements StreamReader, StreamInput.Consumer {
  private final StreamInput input;
  private @Nullable PendingRead<?> pending;
  private boolean reading;

  InputReader(StreamInput input) {
    this.input = input;
  }

  @Override
  public CompletionStage<byte[]> readFrame(int maximum) {
    return start(new PendingRead.Frame(maximum));
  }

  @Override
  public CompletionStage<byte[]> readExactly(int length) {
    return length == 0
        ? CompletableFuture.completedFuture(new byte[0])
        : start(new PendingRead.Exactly(length));
  }

  @Override
  public CompletionStage<ByteBuffer> read() {
    return start(new PendingRead.Some());
  }

  @Override
  public CompletionStage<byte[]> readAll(int maximum) {
    return start(new PendingRead.All(maximum));
  }

  @Override
  public byte[] awaitFrame(int maximum, Duration timeout) throws IOException {
    if (input.inEventLoop()) {
      throw new IllegalStateException("this thread moves the data it would wait for");
    }
    try {
      return readFrame(maximum).toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof EOFException) {
        throw (EOFException) new EOFException(cause.getMessage()).initCause(cause);
      }
      if (cause instanceof FrameTooLargeException tooLarge) {
        throw tooLarge;
      }
      throw new Libp2pException(String.valueOf(cause == null ? e : cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw (IOException) new InterruptedIOException("no frame within " + timeout).initCause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private <T> CompletionStage<T> start(PendingRead<T> read) {
    boolean running =
        input.execute(
            () -> {
              if (pending != null) {
                read.result().completeExceptionally(new IllegalStateException("already reading"));
                return;
              }
              pending = read;
              readable();
            });
    if (!running) {
      read.result().completeExceptionally(new ConnectionClosedException("the host is closed"));
    }
    return read.result();
  }

  @Override
  public void readable() {
    // A read that completes may start the next one at once: that goes on here, not on the stack.
    if (reading) {
      return;
    }
    reading = true;
    try {
      PendingRead<?> read = pending;
      while (read != null && advance(read)) {
        read = pending;
      }
    } finally {
      reading = false;
    }
  }

  /** Whether the read is over. */
  private <T> boolean advance(PendingRead<T> read) {
    try {
      T value = null;
      ByteBuffer chunk = null;
      while (value == null) {
        chunk = input.next();
        if (chunk == null) {
          break;
        }
        value = read.take(chunk);
      }
      if (chunk != null && chunk.hasRemaining()) {
        input.pushBack(chunk);
      }
      if (value == null) {
        Throwable failure = input.failure();
        if (failure != null) {
          pending = null;
          read.result().completeExceptionally(failure);
          return true;
        }
        if (!input.ended()) {
          return false;
        }
        value = read.end();
      }
      pending = null;
      read.result().complete(value);
    } catch (EOFException e) {
      pending = null;
      read.result().completeExceptionally(e);
    } catch (FrameTooLargeException e) {
      pending = null;
      input.reset();
      read.result().completeExceptionally(e);
    } catch (MultiformatException e) {
      pending = null;
      input.reset();
      read.result().completeExceptionally(new Libp2pException("malformed frame", e));
    }
    return true;
  }

  @Override
  public void failed(Throwable cause) {
    PendingRead<?> read = pending;
    if (read != null) {
      pending = null;
      read.result().completeExceptionally(cause);
    }
  }
}
