package org.conclave.messaging.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver;
import org.conclave.api.network.RequestHandler;

/**
 * Takes the commit that removed this member, as {@link Protocols#REMOVAL} says. It is judged like
 * any other envelope; the answer says only that it need not come again.
 */
final class RemovalNotices implements RequestHandler {
  private final EnvelopeReceiver receiver;

  RemovalNotices(EnvelopeReceiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public String protocol() {
    return Protocols.REMOVAL;
  }

  @Override
  public int maximumRequest() {
    return UnverifiedEnvelope.LARGEST;
  }

  @Override
  public CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request) {
    return receiver
        .receive(from, request)
        .thenCompose(
            receipt ->
                receipt == EnvelopeReceiver.Receipt.RETRY
                    ? CompletableFuture.failedFuture(
                        new IllegalStateException("it cannot be judged now"))
                    : CompletableFuture.completedFuture(Bytes.EMPTY));
  }
}
