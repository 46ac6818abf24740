package org.conclave.libp2p.internal.pubsub;

import java.util.LinkedHashSet;
import java.util.Set;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.Topic;

/** What became of a message that is known, for whoever brings another copy of it. */
final class Delivery {
  private static final long NOT_ACCEPTED = Long.MIN_VALUE;

  private final Topic topic;
  private final Set<PeerId> broughtBy = new LinkedHashSet<>();
  private boolean open = true;
  private boolean rejected;
  private long acceptedAt = NOT_ACCEPTED;

  Delivery(Topic topic) {
    this.topic = topic;
  }

  /** One more peer brought it. */
  void copy(PeerId peer, long now, Scores scores) {
    if (open) {
      broughtBy.add(peer);
    } else if (rejected) {
      scores.broughtInvalid(peer, topic);
    } else if (acceptedAt != NOT_ACCEPTED) {
      scores.broughtCopy(peer, topic, now - acceptedAt);
    }
  }

  Set<PeerId> broughtBy() {
    return broughtBy;
  }

  void accepted(long now, Scores scores) {
    acceptedAt = now;
    boolean first = true;
    for (PeerId peer : broughtBy) {
      if (first) {
        scores.broughtFirst(peer, topic);
      } else {
        scores.broughtCopy(peer, topic, 0);
      }
      first = false;
    }
    close();
  }

  void rejected(Scores scores) {
    rejected = true;
    broughtBy.forEach(peer -> scores.broughtInvalid(peer, topic));
    close();
  }

  /** Neither good nor bad. */
  void ignored() {
    close();
  }

  private void close() {
    open = false;
    broughtBy.clear();
  }
}
