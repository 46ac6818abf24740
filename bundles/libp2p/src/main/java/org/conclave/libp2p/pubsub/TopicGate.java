package org.conclave.libp2p.pubsub;

import org.conclave.libp2p.multiformats.PeerId;

/**
 * Decides who may be in a topic.
 *
 * <p>A peer that may not is not told that this host is in the topic, gets no message of it, and
 * none is taken from it; nor is a message that it wrote taken from others. Nothing of this counts
 * against it. Asked for every message, so the answer takes effect at once and must come quickly,
 * from memory. Safe for use from any thread. If it throws, the answer is no.
 */
@FunctionalInterface
public interface TopicGate {

  /** Every peer in every topic. */
  TopicGate OPEN = (peer, topic) -> true;

  boolean allows(PeerId peer, Topic topic);
}
