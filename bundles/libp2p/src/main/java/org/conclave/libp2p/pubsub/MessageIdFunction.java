package org.conclave.libp2p.pubsub;

import org.conclave.libp2p.multiformats.PeerId;

/**
 * Gives messages their ids. All peers of a topic must use the same function.
 *
 * <p>Must depend on its arguments alone, return quickly, and be safe for use from any thread. It
 * sees messages before their signature is checked, so an id that another author could bring about
 * lets that author keep a message from being delivered.
 */
@FunctionalInterface
public interface MessageIdFunction {

  /** Author and number, as the specification has it by default. */
  MessageIdFunction AUTHOR_AND_SEQNO = (author, seqno, topic, data) -> MessageId.of(author, seqno);

  /** The id; {@code data} must not be changed. */
  MessageId idOf(PeerId author, long seqno, Topic topic, byte[] data);
}
