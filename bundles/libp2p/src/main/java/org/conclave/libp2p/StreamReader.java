package org.conclave.libp2p;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Reads a stream in portions. Asks the peer for more only as portions are taken, so a reader that
 * waits makes the writer wait.
 *
 * <p>One read at a time: a second one while the first is pending fails with {@link
 * IllegalStateException}. Safe for use from any thread. Stages complete on the thread that moves
 * the data of the connection; what is attached to them must not block. All of them fail with {@link
 * StreamResetException} after a reset and {@link ConnectionClosedException} with the connection.
 */
public interface StreamReader {

  /**
   * The next frame: an unsigned varint with the length, then as many bytes.
   *
   * <p>Fails with {@link FrameTooLargeException} before anything is allocated if more than {@code
   * maximum} bytes are announced; then, and after an over-long varint, the stream is reset. Fails
   * with {@link java.io.EOFException} if the peer has closed its side, be it between two frames or
   * inside one.
   */
  CompletionStage<byte[]> readFrame(int maximum);

  /** Exactly {@code length} bytes, or {@link java.io.EOFException}. */
  CompletionStage<byte[]> readExactly(int length);

  /** Whatever has arrived, at least a byte, read-only; or {@link java.io.EOFException}. */
  CompletionStage<ByteBuffer> read();

  /** Everything until the peer closes its side; fails and resets beyond {@code maximum} bytes. */
  CompletionStage<byte[]> readAll(int maximum);

  /**
   * {@link #readFrame} for a thread that may wait.
   *
   * @throws java.io.InterruptedIOException if there is no frame in time, or the thread is
   *     interrupted (its interrupt flag is then set); the read stays pending, so reset the stream
   * @throws IllegalStateException on a thread that moves data, which would wait for itself
   */
  byte[] awaitFrame(int maximum, Duration timeout) throws IOException;
}
