package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.LimitParameters;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.Validator;
import org.conclave.libp2p.pubsub.Validator.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The way of a message of others: known already? signed by its author? good in the eyes of the
 * application? Then it is delivered and forwarded, at once.
 *
 * <p>A message counts as known only once its signature holds. Until then copies from other peers
 * wait for the result, so that a forgery that comes first cannot keep the true message out.
 */
final class Pipeline {
  private final LimitParameters limits;
  private final Environment env;
  private final Executor turns;
  private final Swarm swarm;
  private final Scores scores;
  private final SeenCache seen;
  private final MessageCache cache;
  private final Promises promises;
  private final Gossip gossip;
  private final Checker checker;
  private final Consumer<Message> delivery;
  private final Counters counters;
  private final Map<Topic, Validator> validators = new LinkedHashMap<>();
  private final Map<MessageId, Check> checks = new LinkedHashMap<>();
  private final Map<MessageId, Judgement> judgements = new LinkedHashMap<>();

  /** What the messages under judgement hold. */
  private long judgedBytes;

  /** One copy of a message, and whom to tell that its signature needs no more attention. */
  private record Copy(PeerId peer, UnverifiedMessage message, Runnable settled) {}

  /** A message whose signature is being checked, and the copies that came meanwhile. */
  private record Check(Copy current, Deque<Copy> others) {
    boolean has(PeerId peer) {
      return current.peer.equals(peer) || others.stream().anyMatch(c -> c.peer.equals(peer));
    }
  }

  /** A message that the application judges. */
  private record Judgement(
      Message message, UnverifiedMessage source, Delivery delivery, long since) {}

  Pipeline(
      LimitParameters limits,
      Environment env,
      Executor turns,
      Swarm swarm,
      Scores scores,
      SeenCache seen,
      MessageCache cache,
      Promises promises,
      Gossip gossip,
      Checker checker,
      Consumer<Message> delivery,
      Counters counters) {
    this.limits = limits;
    this.env = env;
    this.turns = turns;
    this.swarm = swarm;
    this.scores = scores;
    this.seen = seen;
    this.cache = cache;
    this.promises = promises;
    this.gossip = gossip;
    this.checker = checker;
    this.delivery = delivery;
    this.counters = counters;
  }

  void setValidator(Topic topic, @Nullable Validator validator) {
    if (validator == null) {
      validators.remove(topic);
    } else {
      validators.put(topic, validator);
    }
  }

  /** Takes a message in; {@code settled} runs once its signature was dealt with, or at once. */
  void receive(Peer peer, UnverifiedMessage message, Runnable settled) {
    Topic topic = message.topic();
    if (!swarm.isJoined(topic) || swarm.isSelf(message.author())) {
      settled.run();
    } else if (!swarm.allows(peer.id(), topic) || !swarm.allows(message.author(), topic)) {
      // Before it counts as known: whoever is let in a moment later must not have lost it.
      counters.count(Metric.GATE_REFUSED);
      settled.run();
    } else if (seen.get(message.id()).isPresent()) {
      counters.count(Metric.DUPLICATES);
      seen.get(message.id()).get().copy(peer.id(), env.millis(), scores);
      settled.run();
    } else {
      startOrWait(new Copy(peer.id(), message, settled));
    }
  }

  private void startOrWait(Copy copy) {
    Check running = checks.get(copy.message().id());
    if (running == null && checks.size() + judgements.size() >= limits.checks()) {
      counters.count(Metric.CHECK_OVERFLOW);
      copy.settled().run();
    } else if (running == null) {
      start(copy, new ArrayDeque<>());
    } else if (running.has(copy.peer())) {
      counters.count(Metric.DUPLICATES);
      copy.settled().run();
    } else {
      running.others().add(copy);
    }
  }

  private void start(Copy copy, Deque<Copy> others) {
    Check check = new Check(copy, others);
    checks.put(copy.message().id(), check);
    checker.checkSignature(
        copy.message(), holds -> turns.execute(() -> signatureChecked(check, holds)));
  }

  private void signatureChecked(Check check, boolean holds) {
    Copy copy = check.current();
    checks.remove(copy.message().id());
    copy.settled().run();
    if (holds) {
      known(check);
      return;
    }
    counters.count(Metric.FORGED);
    scores.broughtInvalid(copy.peer(), copy.message().topic());
    Copy next = check.others().poll();
    if (next != null) {
      start(next, check.others());
    }
  }

  private void known(Check check) {
    UnverifiedMessage source = check.current().message();
    Delivery state = new Delivery(source.topic());
    long now = env.millis();
    state.copy(check.current().peer(), now, scores);
    for (Copy other : check.others()) {
      counters.count(Metric.DUPLICATES);
      state.copy(other.peer(), now, scores);
      other.settled().run();
    }
    seen.add(source.id(), state, now);
    promises.kept(source.id());
    // Only now: said of a forgery, it would keep the true message away.
    gossip.announceDoNotWant(source.id(), source.topic(), source.size(), state.broughtBy());
    Judgement judgement =
        new Judgement(source.verified(check.current().peer()), source, state, now);
    Validator validator = validators.get(source.topic());
    if (validator == null) {
      conclude(judgement, Verdict.ACCEPT);
    } else if (judgedBytes + source.size() > limits.cacheBytes()) {
      counters.count(Metric.CHECK_OVERFLOW);
      state.ignored();
    } else {
      judgements.put(source.id(), judgement);
      judgedBytes += source.size();
      checker.judge(
          validator,
          judgement.message(),
          verdict ->
              turns.execute(
                  () -> {
                    if (endJudgement(judgement)) {
                      conclude(judgement, verdict);
                    }
                  }));
    }
  }

  /** Whether it was still open. */
  private boolean endJudgement(Judgement judgement) {
    boolean open = judgements.remove(judgement.source().id(), judgement);
    if (open) {
      judgedBytes -= judgement.source().size();
    }
    return open;
  }

  private void conclude(Judgement judgement, Verdict verdict) {
    switch (verdict) {
      case ACCEPT -> accept(judgement);
      case REJECT -> {
        counters.count(Metric.REJECTED);
        judgement.delivery().rejected(scores);
      }
      case IGNORE -> {
        counters.count(Metric.IGNORED);
        judgement.delivery().ignored();
      }
    }
  }

  private void accept(Judgement judgement) {
    UnverifiedMessage source = judgement.source();
    Topic topic = source.topic();
    if (!swarm.isJoined(topic)) {
      judgement.delivery().ignored();
      return;
    }
    counters.count(Metric.ACCEPTED);
    delivery.accept(judgement.message());
    Frame frame = Frame.of(source.wire());
    cache.put(source.id(), topic, frame);
    for (Peer peer : swarm.mesh(topic)) {
      boolean hasIt =
          judgement.delivery().broughtBy().contains(peer.id())
              || peer.id().equals(source.author())
              || peer.doNotWant.containsKey(source.id());
      if (!hasIt && swarm.allows(peer.id(), topic)) {
        peer.send(frame);
      }
    }
    judgement.delivery().accepted(env.millis(), scores);
  }

  /** Gives up on judgements that take too long. */
  void heartbeat() {
    long oldest = env.millis() - limits.validationTimeout().toMillis();
    List<Judgement> late = new ArrayList<>(judgements.values());
    late.removeIf(judgement -> judgement.since() > oldest);
    for (Judgement judgement : late) {
      endJudgement(judgement);
      conclude(judgement, Verdict.IGNORE);
    }
  }
}
