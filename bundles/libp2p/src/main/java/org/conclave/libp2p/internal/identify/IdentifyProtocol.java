package org.conclave.libp2p.internal.identify;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.PeerInfo;
import org.conclave.libp2p.ProtocolNotSupportedException;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.StreamResetException;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.jspecify.annotations.Nullable;

/** Tells peers what this host is, and asks them. Safe for use from any thread; never blocks. */
public final class IdentifyProtocol {
  public static final String ID = "/ipfs/id/1.0.0";
  public static final String PUSH_ID = "/ipfs/id/push/1.0.0";

  /** A peer that has yet to admit this host refuses at first; together about five seconds. */
  private static final long FIRST_RETRY_MILLIS = 10;

  private static final int RETRIES = 9;

  private final Signer signer;
  private final String agentVersion;
  private final Supplier<Collection<String>> protocols;
  private final Supplier<List<Multiaddr>> addresses;
  private final ScheduledExecutorService timer;
  private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis());

  public IdentifyProtocol(
      Signer signer,
      String agentVersion,
      Supplier<Collection<String>> protocols,
      Supplier<List<Multiaddr>> addresses,
      ScheduledExecutorService timer) {
    this.signer = signer;
    this.agentVersion = agentVersion;
    this.protocols = protocols;
    this.addresses = addresses;
    this.timer = timer;
  }

  /** Answers a peer that asks. */
  public void answer(Stream stream) {
    var unused = send(stream);
  }

  /** Asks the peer at the other end, again if it refuses at first. */
  public CompletableFuture<PeerInfo> ask(Connection connection) {
    return ask(connection, 0);
  }

  private CompletableFuture<PeerInfo> ask(Connection connection, int retry) {
    return connection
        .newStream(List.of(ID))
        .thenCompose(stream -> receive(stream, Optional.empty()))
        .handle(
            (info, cause) -> {
              if (cause == null) {
                return CompletableFuture.completedFuture(info);
              }
              if (retry == RETRIES || !connection.isOpen() || !isRefusal(cause)) {
                return CompletableFuture.<PeerInfo>failedFuture(cause);
              }
              CompletableFuture<PeerInfo> again = new CompletableFuture<>();
              var unused =
                  timer.schedule(
                      () ->
                          ask(connection, retry + 1)
                              .whenComplete((later, failure) -> finish(again, later, failure)),
                      FIRST_RETRY_MILLIS << retry,
                      TimeUnit.MILLISECONDS);
              return again;
            })
        .thenCompose(next -> next);
  }

  private static void finish(
      CompletableFuture<PeerInfo> future, @Nullable PeerInfo info, @Nullable Throwable cause) {
    if (info != null) {
      future.complete(info);
    } else {
      future.completeExceptionally(
          cause == null ? new IllegalStateException("neither result nor failure") : cause);
    }
  }

  private static boolean isRefusal(Throwable cause) {
    Throwable root = cause instanceof CompletionException ? cause.getCause() : cause;
    return root instanceof ProtocolNotSupportedException || root instanceof StreamResetException;
  }

  /** Takes what a peer pushes. */
  public CompletionStage<PeerInfo> takePush(Stream stream) {
    return receive(stream, stream.connection().info());
  }

  /** Tells a peer what has changed; does nothing if it does not listen to that. */
  public void push(Connection connection) {
    if (connection.info().map(i -> i.protocols().contains(PUSH_ID)).orElse(false)) {
      var unused = connection.newStream(List.of(PUSH_ID)).thenCompose(this::send);
    }
  }

  private CompletionStage<Void> send(Stream stream) {
    byte[] message =
        IdentifyMessage.encode(
            signer,
            agentVersion,
            protocols.get(),
            addresses.get(),
            sequence.incrementAndGet(),
            stream.connection().remoteAddress());
    CompletionStage<Void> written = stream.writeFrame(message);
    stream.close();
    return written;
  }

  private static CompletionStage<PeerInfo> receive(Stream stream, Optional<PeerInfo> before) {
    var unused = stream.closeWrite();
    return stream
        .reader()
        .readAll(IdentifyMessage.MAX_LENGTH)
        .thenApply(
            frames -> IdentifyMessage.decode(frames, stream.connection().remotePeer(), before))
        .whenComplete(
            (info, cause) -> {
              if (cause != null) {
                stream.reset(0);
              }
            });
  }
}
