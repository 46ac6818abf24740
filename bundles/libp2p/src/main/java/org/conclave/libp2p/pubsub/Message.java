package org.conclave.libp2p.pubsub;

import org.conclave.libp2p.multiformats.PeerId;

/**
 * A message whose author has signed it, checked. Two are equal if they have the same id in the same
 * topic.
 *
 * @param author the peer that signed it
 * @param seqno the author's number for it, as unsigned; authors count up, but the network may
 *     reorder
 * @param data the payload; each call returns a copy
 * @param receivedFrom the neighbour that brought it first
 */
public record Message(
    MessageId id, Topic topic, PeerId author, long seqno, byte[] data, PeerId receivedFrom) {

  @Override
  public byte[] data() {
    return data.clone();
  }

  /** How many bytes {@link #data} has. */
  public int size() {
    return data.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message message && id.equals(message.id) && topic.equals(message.topic);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + id.hashCode();
  }

  /** Without the payload. */
  @Override
  public String toString() {
    return "Message[" + id + ", topic=" + topic + ", bytes=" + data.length + "]";
  }
}
