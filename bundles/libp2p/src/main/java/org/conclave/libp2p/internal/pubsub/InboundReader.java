package org.conclave.libp2p.internal.pubsub;

import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.FrameTooLargeException;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream that a peer opened, as fast as its messages are checked and no faster: the peer
 * gets credit from the muxer only for what was read.
 */
final class InboundReader {
  private static final int MAX_UNSETTLED = 64;
  private static final int MAX_UNSETTLED_BYTES = 256 * 1024;

  /** After so many frames in a row other peers have their turn. */
  private static final int BURST = 64;

  private final Stream stream;
  private final PeerId peer;
  private final int maxFrame;
  private final Environment env;
  private final Router router;
  private boolean started;
  private boolean reading;
  private boolean ended;
  private int unsettled;
  private int unsettledBytes;

  InboundReader(Stream stream, int maxFrame, Environment env, Router router) {
    this.stream = stream;
    this.peer = stream.connection().remotePeer();
    this.maxFrame = maxFrame;
    this.env = env;
    this.router = router;
  }

  PeerId peer() {
    return peer;
  }

  /** Begins to read. Does nothing if it has begun. */
  void start() {
    if (!started && !ended) {
      started = true;
      router.inboundUp(peer, this);
      read();
    }
  }

  /** The stream is closed. A read that is under way ends by itself, and says why. */
  void closed() {
    if (!reading) {
      end();
    }
  }

  /** Resets the stream. */
  void end() {
    if (!ended) {
      ended = true;
      stream.reset(0);
      router.inboundDown(peer, this);
    }
  }

  private void read() {
    for (int i = 0; i < BURST && mayRead(); i++) {
      reading = true;
      CompletableFuture<byte[]> frame = stream.reader().readFrame(maxFrame).toCompletableFuture();
      if (!frame.isDone()) {
        frame.whenComplete((bytes, failure) -> env.execute(() -> resume(bytes, failure)));
        return;
      }
      frame.whenComplete(this::arrived);
    }
    if (mayRead()) {
      env.execute(this::read);
    }
  }

  private boolean mayRead() {
    return !ended
        && !reading
        && unsettled < MAX_UNSETTLED
        && (unsettledBytes < MAX_UNSETTLED_BYTES || unsettled == 0);
  }

  private void resume(byte @Nullable [] bytes, @Nullable Throwable failure) {
    arrived(bytes, failure);
    read();
  }

  private void arrived(byte @Nullable [] bytes, @Nullable Throwable failure) {
    reading = false;
    if (ended) {
      return;
    }
    if (bytes == null) {
      if (isTooLarge(failure)) {
        router.receivedOversize(peer);
      }
      end();
      return;
    }
    unsettled++;
    unsettledBytes += bytes.length;
    router.received(peer, this, bytes, () -> settled(bytes.length));
  }

  private static boolean isTooLarge(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FrameTooLargeException) {
        return true;
      }
    }
    return false;
  }

  private void settled(int length) {
    boolean stalled = !mayRead() && !reading;
    unsettled--;
    unsettledBytes -= length;
    if (stalled && mayRead()) {
      env.execute(this::read);
    }
  }
}
