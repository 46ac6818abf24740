package org.conclave.messaging.internal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes envelopes from the network and queues them for their group. Never blocks. */
final class Intake implements EnvelopeReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final GroupSessions sessions;

  Intake(GroupSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Receipt> receive(ConnectedPeer from, Bytes bytes) {
    Optional<UnverifiedEnvelope> envelope = UnverifiedEnvelope.parse(bytes);
    if (envelope.isEmpty()) {
      LOG.debug("Refused {} bytes from {} that are no envelope", bytes.size(), from.device());
      return CompletableFuture.completedFuture(Receipt.REFUSED);
    }
    // Of a group that is not here the Welcome may be on its way.
    Optional<GroupSession> session = sessions.find(envelope.get().group());
    InboundEnvelope inbound = new InboundEnvelope(envelope.get());
    if (session.isEmpty() || !session.get().receive(inbound)) {
      return CompletableFuture.completedFuture(Receipt.RETRY);
    }
    return inbound.stage();
  }
}
