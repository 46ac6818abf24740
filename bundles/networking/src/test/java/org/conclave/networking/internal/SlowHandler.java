package org.conclave.networking.internal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;

/** Answers nothing, or keeps its thread busy until it is let go. */
final class SlowHandler implements RequestHandler {
  private final String protocol;
  private final AtomicInteger asked = new AtomicInteger();
  private Optional<CountDownLatch> latch = Optional.empty();

  SlowHandler(String protocol) {
    this.protocol = protocol;
  }

  SlowHandler waitingFor(CountDownLatch newLatch) {
    latch = Optional.of(newLatch);
    return this;
  }

  int asked() {
    return asked.get();
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public int maximumRequest() {
    return 1_000;
  }

  @Override
  public CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request) {
    asked.incrementAndGet();
    if (latch.isPresent()) {
      boolean interrupted = false;
      while (latch.get().getCount() > 0) {
        try {
          latch.get().await();
        } catch (InterruptedException e) {
          // As code of another bundle may, it does not let itself be disturbed.
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return CompletableFuture.completedFuture(request);
    }
    return new CompletableFuture<>();
  }
}
