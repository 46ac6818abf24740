package org.conclave.networking.internal.groups;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands envelopes to whoever processes them, in the order in which each neighbour brought them.
 * While nobody is there, or if it fails, they are to be offered again.
 */
public final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Supplier<Optional<EnvelopeReceiver>> receiver;

  public Intake(Supplier<Optional<EnvelopeReceiver>> receiver) {
    this.receiver = receiver;
  }

  /** Never fails: what went wrong is a {@link Receipt#RETRY}. */
  public CompletionStage<Receipt> take(ConnectedPeer from, WellFormedEnvelope envelope) {
    Optional<EnvelopeReceiver> present = receiver.get();
    if (present.isEmpty()) {
      return CompletableFuture.completedFuture(Receipt.RETRY);
    }
    try {
      return present
          .get()
          .receive(from, envelope.bytes())
          .exceptionally(failure -> failed(envelope, failure));
    } catch (RuntimeException e) {
      // The other bundle may be stopping at this moment; its envelope must not be lost for it.
      return CompletableFuture.completedFuture(failed(envelope, e));
    }
  }

  private static Receipt failed(WellFormedEnvelope envelope, Throwable failure) {
    LOG.warn("{} was not processed and will be offered again", envelope.id(), failure);
    return Receipt.RETRY;
  }
}
