package org.conclave.libp2p.internal.transport;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The streams of one connection. Everything but {@link #executor}, {@link #close} and {@link
 * #onClose} is called in its executor only.
 */
public interface MuxedSession {

  /** The one thread that touches the session and its streams. */
  EventExecutor executor();

  /** Who takes the streams that the peer opens; set in the same turn in which the session began. */
  void onStream(Consumer<MuxedStream> taker);

  /**
   * Opens a stream. Waits while too many are not acknowledged; fails with {@link
   * org.conclave.libp2p.ConnectionClosedException} if the session or the peer takes no more.
   */
  CompletableFuture<MuxedStream> openStream();

  /** Whether new streams can be opened, as far as this side knows. */
  boolean takesStreams();

  int openStreams();

  /** Asks the peer to open no more streams; those that are open go on. */
  void goAway();

  /** Ends the session and its streams, from any thread. */
  void close();

  /** Completes in the executor when the channel is closed. Never fails. */
  CompletableFuture<Void> onClose();
}
