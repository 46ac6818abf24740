package org.conclave.libp2p.internal.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link MuxedSession}; used in the session's executor only. */
public interface MuxedStream {

  /** Who is told of what happens; set in the turn in which the stream came to be. */
  interface Receiver {
    /** There is something to {@link #poll}, or the peer has closed its side. */
    void readable();

    /**
     * Both sides are closed. Called once and last.
     *
     * @param cause null after an orderly end
     */
    void closed(@Nullable Throwable cause);
  }

  void receiver(Receiver receiver);

  /** Sends bytes; {@code done} completes when credit covers all of them and they are copied. */
  void write(ByteBuffer data, CompletableFuture<Void> done);

  /** Takes bytes that have arrived, which gives the peer credit; null if there are none. */
  @Nullable ByteBuffer poll();

  /** Whether the peer has closed its side and everything is read. */
  boolean ended();

  /** Sends the end of the stream after everything that was written before. */
  void closeWrite(CompletableFuture<Void> done);

  /** Discards what has arrived and what will. The stream is reset if the peer does not end it. */
  void stopReading();

  void reset(int code);
}
