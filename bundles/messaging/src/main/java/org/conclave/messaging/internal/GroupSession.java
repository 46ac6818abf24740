package org.conclave.messaging.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.conclave.api.identity.GroupId;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one group of this device: all that changes its state runs on one lane, so that no two
 * calls of the engine ever start from one state. Thread-safe.
 */
final class GroupSession {
  private static final Logger LOG = LoggerFactory.getLogger(GroupSession.class);
  private static final long INBOUND_BYTES = 32L << 20;
  private static final long OUTBOUND_MESSAGES = 10_000;

  /** Refused envelopes that are remembered on disk, so that a flood of them cannot fill it. */
  private static final int REFUSALS = 10_000;

  private final GroupId group;
  private final Lane lane;
  private final BatchQueue<OutgoingMessage> outgoing;
  private final BatchQueue<InboundEnvelope> inbound;
  private final AtomicInteger refusals = new AtomicInteger();

  GroupSession(
      GroupId group,
      Workers workers,
      BiConsumer<GroupSession, List<OutgoingMessage>> sending,
      BiConsumer<GroupSession, List<InboundEnvelope>> receiving) {
    this.group = group;
    lane = new Lane(workers);
    Consumer<List<OutgoingMessage>> send = batch -> sending.accept(this, batch);
    Consumer<List<InboundEnvelope>> receive = batch -> receiving.accept(this, batch);
    outgoing = new BatchQueue<>(lane, message -> 1, OUTBOUND_MESSAGES, send);
    inbound =
        new BatchQueue<>(lane, item -> item.envelope().bytes().size(), INBOUND_BYTES, receive);
  }

  GroupId group() {
    return group;
  }

  boolean send(OutgoingMessage message) {
    return outgoing.offer(message);
  }

  boolean receive(InboundEnvelope envelope) {
    return inbound.offer(envelope);
  }

  /** Whether one more refusal may be written down. */
  boolean mayRememberRefusal() {
    return refusals.incrementAndGet() <= REFUSALS;
  }

  /** Something to do when the group's other work allows it; not at all while messaging stops. */
  void later(Runnable work) {
    try {
      lane.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("Started nothing: messaging is stopping");
    }
  }

  /** Work on the group's state that its caller waits for. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws MessengerException;
  }

  /** Runs {@code work} in its turn and waits for it. Not to be called on the lane itself. */
  <T> T inTurn(Work<T> work) throws MessengerException {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      lane.execute(
          () -> {
            try {
              result.complete(work.run());
            } catch (MessengerException | RuntimeException e) {
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      throw Complaint.closed();
    }
    return await(result);
  }

  /**
   * The result, or the exception that it failed with. An interrupt does not cut it short: what was
   * begun may be committed, and the caller has to learn of it.
   */
  static <T> T await(CompletableFuture<T> result) throws MessengerException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MessengerException failure) {
        throw failure;
      }
      throw new IllegalStateException("Work on a conversation failed", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes nothing more; what was not begun fails, or is to be offered again. */
  void close() {
    outgoing.close().forEach(message -> message.stage().completeExceptionally(Complaint.closed()));
    inbound.close().forEach(envelope -> envelope.stage().complete(Receipt.RETRY));
  }
}
