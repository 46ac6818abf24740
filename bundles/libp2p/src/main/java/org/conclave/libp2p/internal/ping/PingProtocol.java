package org.conclave.libp2p.internal.ping;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.Stream;

/** Sends 32 bytes and waits for them to come back. */
public final class PingProtocol {
  public static final String ID = "/ipfs/ping/1.0.0";

  private static final int LENGTH = 32;

  private final SecureRandom random;

  public PingProtocol(SecureRandom random) {
    this.random = random;
  }

  /** Returns what the peer sends until it closes the stream. */
  public void answer(Stream stream) {
    stream
        .reader()
        .readExactly(LENGTH)
        .thenCompose(stream::write)
        .whenComplete(
            (nothing, cause) -> {
              if (cause == null) {
                answer(stream);
              } else {
                stream.close();
              }
            });
  }

  /** Measures one round trip and closes the stream. */
  public CompletableFuture<Duration> measure(Stream stream) {
    byte[] sent = new byte[LENGTH];
    random.nextBytes(sent);
    long start = System.nanoTime();
    return stream
        .write(sent)
        .thenCompose(nothing -> stream.reader().readExactly(LENGTH))
        .thenCompose(
            echo ->
                MessageDigest.isEqual(sent, echo)
                    ? CompletableFuture.completedFuture(Duration.ofNanos(System.nanoTime() - start))
                    : CompletableFuture.failedFuture(
                        new Libp2pException("the peer answers a ping with other bytes")))
        .whenComplete(
            (time, cause) -> {
              if (cause == null) {
                stream.close();
              } else {
                stream.reset(0);
              }
            })
        .toCompletableFuture();
  }
}
