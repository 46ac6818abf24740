package org.conclave.libp2p.internal.pubsub;

import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Topic;

/** A message that is well formed; nothing is known yet of whether its author wrote it. */
record UnverifiedMessage(MessageId id, Topic topic, PeerId author, long seqno, SignedMessage wire) {

  /** The message, for whoever has checked the signature. */
  Message verified(PeerId receivedFrom) {
    return new Message(id, topic, author, seqno, wire.getData().toByteArray(), receivedFrom);
  }

  int size() {
    return wire.getData().size();
  }
}
