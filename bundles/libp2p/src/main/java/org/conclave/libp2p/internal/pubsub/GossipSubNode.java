package org.conclave.libp2p.internal.pubsub;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.MessageHandler;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.MessageIdFunction;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.PubSub;
import org.conclave.libp2p.pubsub.PubSubException;
import org.conclave.libp2p.pubsub.Published;
import org.conclave.libp2p.pubsub.Subscription;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicGate;
import org.conclave.libp2p.pubsub.Validator;

/** GossipSub on a host. */
public final class GossipSubNode implements PubSub {
  private final Host host;
  private final GossipSubParameters parameters;
  private final MessageIdFunction ids;
  private final Counters counters = new Counters();
  private final RouterThread thread;
  private final CheckLanes checks;
  private final Deliveries deliveries;
  private final Router router;
  private final PeerStreams streams;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Starts from the clock, so that numbers of an earlier run are not used again. */
  private final AtomicLong seqno =
      new AtomicLong(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));

  public GossipSubNode(
      Host host, GossipSubParameters parameters, TopicGate gate, MessageIdFunction ids) {
    this.host = host;
    this.parameters = parameters;
    this.ids = ids;
    String text = host.peerId().toString();
    String name = "pubsub-" + text.substring(text.length() - 6);
    thread = new RouterThread(name, new SecureRandom().nextLong());
    checks = new CheckLanes(name + "-check");
    deliveries = new Deliveries(name + "-deliver", parameters.limits(), counters);
    router =
        new Router(
            thread, host.peerId(), parameters, gate, ids, checks, deliveries::deliver, counters);
    thread.execute(router::start);
    streams = new PeerStreams(host, thread, router, parameters.limits().rpcBytes());
  }

  @Override
  public Subscription subscribe(Topic topic, MessageHandler handler) {
    if (closed.get()) {
      throw new IllegalStateException("closed");
    }
    HandlerQueue queue = deliveries.queue(topic, handler);
    // One step on the router's thread, so that joining and leaving keep their order.
    thread.execute(
        () -> {
          if (deliveries.add(queue)) {
            router.join(topic);
          }
        });
    return new TopicSubscription(queue);
  }

  private final class TopicSubscription implements Subscription {
    private final HandlerQueue queue;
    private final AtomicBoolean ended = new AtomicBoolean();

    private TopicSubscription(HandlerQueue queue) {
      this.queue = queue;
    }

    @Override
    public Topic topic() {
      return queue.topic();
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        queue.end();
        thread.execute(
            () -> {
              if (deliveries.remove(queue)) {
                router.leave(queue.topic());
              }
            });
      }
    }
  }

  @Override
  public CompletionStage<Published> publish(Topic topic, byte[] data) {
    if (closed.get()) {
      return CompletableFuture.failedStage(new PubSubException("closed"));
    }
    long number = seqno.incrementAndGet();
    MessageId id = ids.idOf(host.peerId(), number, topic, data);
    // Signed on the caller's thread: many callers use many processors.
    SignedMessage message = Signatures.sign(host.signer(), topic, number, data);
    Frame frame = Frame.of(message);
    int most = parameters.limits().rpcBytes();
    if (frame.length() > most) {
      return CompletableFuture.failedStage(
          new PubSubException(
              "the message makes a frame of %d bytes; at most %d can be sent"
                  .formatted(frame.length(), most)));
    }
    CompletableFuture<Published> result = new CompletableFuture<>();
    if (!thread.offer(() -> router.publish(id, topic, frame, result))) {
      return CompletableFuture.failedStage(new PubSubException("closed"));
    }
    return result.minimalCompletionStage();
  }

  @Override
  public void setValidator(Topic topic, Validator validator) {
    thread.execute(() -> router.setValidator(topic, validator));
  }

  @Override
  public void removeValidator(Topic topic) {
    thread.execute(() -> router.setValidator(topic, null));
  }

  @Override
  public void topicGateChanged(Topic topic) {
    thread.execute(() -> router.gateChanged(topic));
  }

  @Override
  public List<Topic> topics() {
    return ask(() -> List.copyOf(router.topics()), List.of());
  }

  @Override
  public List<PeerId> peers(Topic topic) {
    return ask(() -> router.peers(topic), List.of());
  }

  @Override
  public List<PeerId> meshPeers(Topic topic) {
    return ask(() -> router.meshPeers(topic), List.of());
  }

  @Override
  public double score(PeerId peer) {
    return ask(() -> router.score(peer), 0.0);
  }

  @Override
  public Map<Metric, Long> metrics() {
    return counters.snapshot();
  }

  /** Asks on the router's thread; after the end the answer is {@code otherwise}. */
  private <T> T ask(Supplier<T> question, T otherwise) {
    if (thread.isCurrent()) {
      return question.get();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean asked =
        thread.offer(
            () -> {
              try {
                answer.complete(question.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return asked ? answer.join() : otherwise;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    thread.execute(
        () -> {
          List.copyOf(router.topics()).forEach(router::leave);
          streams.close();
          router.stop();
        });
    thread.close();
    checks.close();
    deliveries.close();
  }
}
