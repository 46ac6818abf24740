package org.conclave.libp2p.internal.host;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The incoming side of a stream, for the one way in which it is read. In the event loop only. */
interface StreamInput {

  /** Whoever reads it. */
  interface Consumer {
    /** Something has arrived, or the end has. */
    void readable();

    /** Nothing more will come, and what has not been read is lost. */
    void failed(Throwable cause);
  }

  /** Bytes that have arrived, which gives the peer credit; null if there are none. */
  @Nullable ByteBuffer next();

  /** Puts back what was too much. */
  void pushBack(ByteBuffer rest);

  /** Whether the peer has closed its side and everything is read. */
  boolean ended();

  /** Why nothing more will come, if so. */
  @Nullable Throwable failure();

  /** Gives up on the stream. */
  void reset();

  /** Wants nothing more. */
  void stopReading();

  /** Runs a task in the event loop, at once if this is it; false if the loop has ended. */
  boolean execute(Runnable task);

  boolean inEventLoop();
}
