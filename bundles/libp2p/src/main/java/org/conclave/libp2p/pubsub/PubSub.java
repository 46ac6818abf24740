package org.conclave.libp2p.pubsub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * Publish and subscribe by topic. Each message reaches each subscriber once, with high probability
 * and in no fixed order; it is signed by its author, and checked at each hop.
 *
 * <p>Safe for use from any thread. No method waits for the network, except {@link #close}, which
 * waits for handlers. Stages complete on the router's thread: what is attached to them must not
 * block.
 */
public interface PubSub extends AutoCloseable {

  /**
   * Joins a topic, if this is its first subscription, and hands its messages to the handler. Own
   * messages are not handed back.
   *
   * @throws IllegalStateException if closed
   */
  Subscription subscribe(Topic topic, MessageHandler handler);

  /**
   * Signs a message and sends it, at once. The topic need not be subscribed.
   *
   * <p>Completes when the streams of all chosen peers took it, or within about two heartbeats at
   * the latest, counting those that did. Fails with {@link PubSubException} if the message is too
   * long for {@link LimitParameters#rpcBytes}, or this is closed.
   *
   * @param data must not be changed until this returns
   */
  CompletionStage<Published> publish(Topic topic, byte[] data);

  /** Judges the messages of a topic from now on, in place of any earlier validator for it. */
  void setValidator(Topic topic, Validator validator);

  /** Takes the validator of a topic away: all that is well signed is accepted. */
  void removeValidator(Topic topic);

  /**
   * Says that {@link TopicGate} now answers differently for this topic, so that peers that may now
   * be in it are told and grafted, and others pruned, at once instead of at the next heartbeat.
   */
  void topicGateChanged(Topic topic);

  /** Topics that this host is in. */
  List<Topic> topics();

  /** Connected peers that said they are in the topic, and may be. */
  List<PeerId> peers(Topic topic);

  /** Peers with whom this host exchanges the topic's messages in full. */
  List<PeerId> meshPeers(Topic topic);

  /** The score of a connected peer; 0 for any other. */
  double score(PeerId peer);

  /** All counters, since the start. */
  Map<Metric, Long> metrics();

  /**
   * Leaves all topics, closes the streams, and completes what is pending. When it returns no thread
   * of this object is left and no handler is called, unless it is called by a handler or validator:
   * then the end follows shortly. The host stays.
   */
  @Override
  void close();
}
