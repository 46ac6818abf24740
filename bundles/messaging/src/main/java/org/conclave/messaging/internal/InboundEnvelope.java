package org.conclave.messaging.internal;

import java.util.concurrent.CompletableFuture;
import org.conclave.api.network.EnvelopeReceiver.Receipt;

/**
 * An envelope that somebody handed over, or that waited.
 *
 * @param stage completes after the commit that followed
 */
record InboundEnvelope(UnverifiedEnvelope envelope, CompletableFuture<Receipt> stage) {
  InboundEnvelope(UnverifiedEnvelope envelope) {
    this(envelope, new CompletableFuture<>());
  }
}
