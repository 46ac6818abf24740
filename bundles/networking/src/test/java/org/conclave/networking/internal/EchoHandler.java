package org.conclave.networking.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;

/** Answers with what it was asked. Fails as many first requests as it is told to. */
final class EchoHandler implements RequestHandler {
  static final int MAXIMUM = 1_000;

  private final String protocol;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  EchoHandler(String protocol) {
    this.protocol = protocol;
  }

  EchoHandler failing(int times) {
    failures.set(times);
    return this;
  }

  int answered() {
    return answered.get();
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public int maximumRequest() {
    return MAXIMUM;
  }

  @Override
  public CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request) {
    if (failures.getAndDecrement() > 0) {
      return CompletableFuture.failedFuture(new IllegalStateException("not now"));
    }
    answered.incrementAndGet();
    return CompletableFuture.completedFuture(request);
  }
}
