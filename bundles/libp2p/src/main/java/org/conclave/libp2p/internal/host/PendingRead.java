package org.conclave.libp2p.internal.host;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.FrameTooLargeException;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.Varint;
import org.jspecify.annotations.Nullable;

/** A read that waits for its bytes. */
abstract class PendingRead<T> {
  private final CompletableFuture<T> result = new CompletableFuture<>();

  final CompletableFuture<T> result() {
    return result;
  }

  /**
   * Takes what it needs of a chunk and leaves the rest.
   *
   * @return the value once it is complete
   * @throws FrameTooLargeException if the peer announces or sends more than may be read
   * @throws MultiformatException if the bytes make no sense
   */
  abstract @Nullable T take(ByteBuffer chunk) throws FrameTooLargeException;

  /**
   * The value, if the peer may stop here.
   *
   * @throws EOFException if bytes are missing
   */
  T end() throws EOFException {
    throw new EOFException("the peer has closed the stream");
  }

  /** Any bytes. */
  static final class Some extends PendingRead<ByteBuffer> {
    @Override
    ByteBuffer take(ByteBuffer chunk) {
      ByteBuffer taken = chunk.slice();
      chunk.position(chunk.limit());
      return taken;
    }
  }

  /** A number of bytes. */
  static final class Exactly extends PendingRead<byte[]> {
    private final ByteBuffer bytes;

    Exactly(int length) {
      bytes = ByteBuffer.allocate(length);
    }

    @Override
    byte @Nullable [] take(ByteBuffer chunk) {
      int n = Math.min(bytes.remaining(), chunk.remaining());
      bytes.put(chunk.slice().limit(n));
      chunk.position(chunk.position() + n);
      return bytes.hasRemaining() ? null : bytes.array();
    }
  }

  /** A frame with its length before it. */
  static final class Frame extends PendingRead<byte[]> {
    private final int maximum;
    private final ByteBuffer prefix = ByteBuffer.allocate(Varint.MAX_LENGTH);
    private @Nullable Exactly body;

    Frame(int maximum) {
      this.maximum = maximum;
    }

    @Override
    byte @Nullable [] take(ByteBuffer chunk) throws FrameTooLargeException {
      while (body == null && chunk.hasRemaining()) {
        byte b = chunk.get();
        prefix.put(b);
        if (b >= 0 || !prefix.hasRemaining()) {
          long length = Varint.read(prefix.flip());
          if (length > maximum) {
            throw new FrameTooLargeException(length, maximum);
          }
          body = new Exactly((int) length);
        }
      }
      Exactly rest = body;
      return rest == null ? null : rest.take(chunk);
    }
  }

  /** Everything. */
  static final class All extends PendingRead<byte[]> {
    private final int maximum;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    All(int maximum) {
      this.maximum = maximum;
    }

    @Override
    byte @Nullable [] take(ByteBuffer chunk) throws FrameTooLargeException {
      int length = bytes.size() + chunk.remaining();
      if (length > maximum) {
        throw new FrameTooLargeException(length, maximum);
      }
      byte[] part = new byte[chunk.remaining()];
      chunk.get(part);
      bytes.writeBytes(part);
      return null;
    }

    @Override
    byte[] end() {
      return bytes.toByteArray();
    }
  }
}
