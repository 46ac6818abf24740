package org.conclave.libp2p;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * An ordered, reliable sequence of bytes in each direction, for one protocol.
 *
 * <p>Safe for use from any thread. Writes of one thread keep their order. Stages complete on the
 * thread that moves the data of the connection; what is attached to them must not block.
 */
public interface Stream extends AutoCloseable {

  Connection connection();

  /** The protocol that both sides agreed on. */
  String protocol();

  Direction direction();

  /**
   * Sends bytes. Completes when the peer's credit covers all of them and they are on their way to
   * the network; until then they must not be changed. A writer that waits for it never holds more
   * than one message; one that does not is refused with {@link Libp2pException} beyond {@link
   * HostLimits#unsentBytesPerStream}, in which case nothing of that write is sent.
   */
  CompletionStage<Void> write(ByteBuffer data);

  /** {@link #write(ByteBuffer)} for an array. */
  default CompletionStage<Void> write(byte[] data) {
    return write(ByteBuffer.wrap(data));
  }

  /** Writes a frame as {@link StreamReader#readFrame} reads it. */
  CompletionStage<Void> writeFrame(byte[] frame);

  /**
   * The bytes that the peer sends, for a single subscriber. Each item is read-only and belongs to
   * the subscriber. The peer gets credit for what was requested and delivered, never for what
   * waits. Completes when the peer closes its side; cancelling discards what comes later.
   *
   * @throws IllegalStateException from {@code subscribe} if the stream is read in another way
   */
  Flow.Publisher<ByteBuffer> input();

  /** The bytes that the peer sends, in portions; the same reader every time. */
  StreamReader reader();

  /** Tells the peer that no more bytes follow. Reading goes on. */
  CompletionStage<Void> closeWrite();

  /**
   * Tears the stream down on both sides, at once. Whatever is pending fails with {@link
   * StreamResetException}. Codes travel where the muxer can carry them.
   */
  void reset(int code);

  /** {@link #closeWrite}, and discards what the peer still sends. Never blocks. */
  @Override
  void close();

  /** Completes when both directions are closed, or after a reset. Never fails. */
  CompletableFuture<Void> onClose();
}
