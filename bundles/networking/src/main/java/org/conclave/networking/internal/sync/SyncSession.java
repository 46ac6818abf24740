package org.conclave.networking.internal.sync;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.StorageException;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.FrameTooLargeException;
import org.conclave.libp2p.Stream;
import org.conclave.networking.internal.groups.WellFormedEnvelope;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.quota.FloodGuard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sync stream. Frames are taken one after another, and the next one is read only when the last
 * one is done with and there is room for what it brought; so a peer that sends too much waits. A
 * peer that breaks the protocol, or does not read, loses the connection. Thread-safe.
 */
final class SyncSession {
  private static final Logger LOG = LoggerFactory.getLogger(SyncSession.class);
  private static final long UNPROCESSED_BYTES = 2L << 20;
  private static final long PULL_TIMEOUT_SECONDS = 60;

  private final Stream stream;
  private final ConnectedPeer peer;
  private final SyncContext context;
  private final Consumer<SyncSession> onEnd;
  private final FloodGuard questioned;
  private final FloodGuard acknowledged;
  private final Questions questions = new Questions(System::nanoTime);
  private final Inflight inflight = new Inflight(UNPROCESSED_BYTES);
  private final Pulls pulls = new Pulls();
  private final FirstComparison first;
  private final Rounds rounds;
  private final Serving serving;
  private final AcknowledgementBuffer acknowledgements;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long portion;

  SyncSession(Stream stream, ConnectedPeer peer, SyncContext context, Consumer<SyncSession> onEnd) {
    this.stream = stream;
    this.peer = peer;
    this.context = context;
    this.onEnd = onEnd;
    this.questioned = context.questions().of(peer.device());
    this.acknowledged = context.acknowledgements().of(peer.device());
    this.first = new FirstComparison(context.reconciler(), context.heldBack(), System::nanoTime);
    this.rounds = new Rounds(context.timers(), this::offer);
    this.serving = new Serving(context.reconciler(), this::send, context.reads(), this::end);
    this.acknowledgements = new AcknowledgementBuffer(context.timers(), this::send);
  }

  ConnectedPeer peer() {
    return peer;
  }

  Connection connection() {
    return stream.connection();
  }

  boolean isOpen() {
    return !ended.get();
  }

  /** Begins to read, and offers every group that both are in. */
  void start() {
    readNext();
    offerAll();
  }

  void offerAll() {
    context
        .reads()
        .execute(() -> context.rosters().sharedWith(peer.user()).forEach(this::offerNow));
  }

  void offer(GroupId group) {
    context.reads().execute(() -> offerNow(group));
  }

  /** Offers the group in a moment, once for all who ask. */
  void offerSoon(GroupId group) {
    rounds.soon(group);
  }

  /** Offers the group again later, and later still each time that it does not help. */
  void offerAgain(GroupId group) {
    rounds.retry(group);
  }

  /** This device has committed the envelope. */
  void acknowledge(GroupId group, EnvelopeId id) {
    acknowledgements.add(group, id);
  }

  /** Completes when the peer has room for them. */
  CompletionStage<Void> push(Collection<Bytes> envelopes) {
    return send(new SyncMessage.Envelopes(List.copyOf(envelopes)));
  }

  /** Whether the peer is being served, or serves, a longer row of envelopes. */
  boolean isCatchingUp() {
    return serving.isBusy() || pulls.isUnderWay();
  }

  /** Ends the stream; the connection stays. */
  void end() {
    if (ended.compareAndSet(false, true)) {
      stream.reset(0);
      onEnd.accept(this);
    }
  }

  private void end(@Nullable Throwable failure) {
    LOG.debug("sync with device {} ended", Devices.shortName(peer.device()), failure);
    end();
  }

  private void violated(Exception violation) {
    LOG.info(
        "device {} broke the sync protocol: {}",
        Devices.shortName(peer.device()),
        violation.getMessage());
    end();
    stream.connection().close();
  }

  private void readNext() {
    stream
        .reader()
        .readFrame(SyncFrames.MAXIMUM_FRAME)
        .whenCompleteAsync(
            (bytes, failure) -> {
              if (bytes == null && causeOf(failure) instanceof FrameTooLargeException tooLarge) {
                violated(tooLarge);
              } else if (bytes == null || !stream.connection().isOpen()) {
                end(failure);
              } else {
                take(bytes);
              }
            },
            context.reads());
  }

  private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  private void take(byte[] bytes) {
    try {
      take(SyncFrames.parse(bytes));
      inflight.room().thenRun(this::readNext);
    } catch (MalformedFrameException e) {
      violated(e);
    } catch (StorageException e) {
      LOG.warn("sync with device {} stops", Devices.shortName(peer.device()), e);
      end();
    }
  }

  private void take(SyncMessage message) throws MalformedFrameException, StorageException {
    if (message instanceof SyncMessage.Offer offer) {
      if (mayAsk(offer.group())) {
        compare(offer);
      }
    } else if (message instanceof SyncMessage.Ids ids) {
      if (mayAsk(ids.group())) {
        learn(ids);
      }
    } else if (message instanceof SyncMessage.Pull pull) {
      boolean answered = mayAsk(pull.group());
      serving.accept(answered ? pull : new SyncMessage.Pull(pull.group(), List.of()));
    } else if (message instanceof SyncMessage.Envelopes envelopes) {
      receive(envelopes);
    } else if (message instanceof SyncMessage.Acknowledge acknowledge) {
      if (isWithin(acknowledged.spend(1 + acknowledge.ids().size()), "acknowledgements")) {
        context.sink().acknowledged(acknowledge.group(), acknowledge.ids(), peer.user());
      }
    }
  }

  /** Whether both are in the group now, and the peer has not asked too much already. */
  private boolean mayAsk(GroupId group) throws MalformedFrameException {
    return isWithin(questioned.spend(1), "questions")
        && context.rosters().shares(group, peer.user());
  }

  private static boolean isWithin(FloodGuard.Verdict verdict, String what)
      throws MalformedFrameException {
    if (verdict == FloodGuard.Verdict.DISCONNECT) {
      throw new MalformedFrameException("a flood of " + what);
    }
    return verdict == FloodGuard.Verdict.ANSWER;
  }

  private void compare(SyncMessage.Offer offer) throws StorageException {
    Reconciler.Compared compared = context.reconciler().compare(offer, peer.user());
    acknowledged(offer.group(), compared.acknowledged());
    Optional<Long> declined = Optional.empty();
    for (SyncMessage.Ids question : compared.questions()) {
      boolean sameEpoch = declined.filter(e -> e == question.epoch()).isPresent();
      if (!sameEpoch
          && (!question.replyWanted() || questions.ask(offer.group(), question.epoch()))) {
        send(question);
      } else {
        declined = Optional.of(question.epoch());
      }
    }
    first.offered(offer.group(), compared);
  }

  private void learn(SyncMessage.Ids ids) throws StorageException {
    boolean asked = questions.answered(ids.group(), ids.epoch());
    SyncMessage.Ids theirs =
        asked ? new SyncMessage.Ids(ids.group(), ids.epoch(), ids.ids(), false) : ids;
    Reconciler.Learned learned = context.reconciler().learn(theirs, peer.user());
    acknowledged(ids.group(), learned.acknowledged());
    learned.answer().forEach(this::send);
    if (!pulls.want(ids.group(), learned.missing())) {
      rounds.retry(ids.group());
    }
    first.told(ids, learned.missing());
    pullNext();
  }

  private void acknowledged(GroupId group, List<EnvelopeId> ids) {
    if (!ids.isEmpty()) {
      context.sink().acknowledged(group, ids, peer.user());
    }
  }

  private void pullNext() throws StorageException {
    Optional<SyncMessage.Pull> next = pulls.next();
    while (next.isPresent()) {
      GroupId group = next.get().group();
      List<EnvelopeId> missing = context.reconciler().stillMissing(group, next.get().ids());
      if (missing.isEmpty()) {
        first.known(next.get());
      } else {
        first.pulling(next.get());
        send(new SyncMessage.Pull(group, missing));
        watchPull();
        return;
      }
      pulls.ended();
      next = pulls.next();
    }
  }

  /** A peer that does not end its answer must not hold up what others could give. */
  private void watchPull() {
    long watched = ++portion;
    context
        .timers()
        .schedule(
            () -> {
              if (watched == portion && pulls.isUnderWay()) {
                end(new MalformedFrameException("a pull was not answered to its end"));
              }
            },
            PULL_TIMEOUT_SECONDS,
            TimeUnit.SECONDS);
  }

  private void receive(SyncMessage.Envelopes envelopes) throws MalformedFrameException {
    if (envelopes.envelopes().isEmpty()) {
      inflight.settled().thenRunAsync(this::pullEnded, context.reads());
      return;
    }
    for (Bytes bytes : envelopes.envelopes()) {
      WellFormedEnvelope envelope =
          WellFormedEnvelope.parse(bytes)
              .orElseThrow(() -> new MalformedFrameException("an envelope that is none"));
      if (context.rosters().takesPart(envelope.group())) {
        inflight.begin(bytes.size());
        context
            .intake()
            .take(peer, envelope)
            .whenComplete(
                (receipt, failure) -> {
                  received(envelope, receipt);
                  inflight.end(bytes.size());
                });
      }
    }
  }

  private void pullEnded() {
    pulls.ended();
    try {
      first.pullEnded();
      pullNext();
    } catch (StorageException e) {
      end(e);
    }
  }

  private void received(WellFormedEnvelope envelope, Receipt receipt) {
    switch (receipt) {
      case COMMITTED, KNOWN -> {
        rounds.succeeded(envelope.group());
        acknowledge(envelope.group(), envelope.id());
      }
      case WAITING -> rounds.soon(envelope.group());
      case RETRY -> {
        first.retried(envelope.group(), envelope.id());
        rounds.retry(envelope.group());
      }
      case REFUSED -> {
        LOG.debug("{} was refused", envelope.id());
        if (first.refused(envelope.group(), envelope.id())) {
          rounds.retry(envelope.group());
        }
      }
    }
  }

  private void offerNow(GroupId group) {
    if (ended.get() || !context.rosters().shares(group, peer.user())) {
      return;
    }
    try {
      first.lookAgain(group);
      context.reconciler().offer(group).ifPresent(this::send);
    } catch (StorageException e) {
      LOG.warn("{} could not be offered to a peer", group, e);
    }
  }

  private CompletionStage<Void> send(SyncMessage message) {
    if (ended.get()) {
      return CompletableFuture.failedFuture(new IllegalStateException("the stream has ended"));
    }
    CompletionStage<Void> sent = stream.writeFrame(SyncFrames.encode(message));
    sent.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            end(failure);
          }
        });
    return sent;
  }
}
