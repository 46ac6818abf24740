package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.MessageId;

/**
 * Messages that peers announced and were asked for (gossipsub-v1.1, "Spam Protection Measures").
 * One id of each request is followed: so announcing what one does not have costs, and tracking it
 * little.
 */
final class Promises {
  private final long followUpMillis;
  private final Map<MessageId, Map<PeerId, Long>> due = new LinkedHashMap<>();

  Promises(Duration followUp) {
    this.followUpMillis = followUp.toMillis();
  }

  void add(PeerId peer, MessageId id, long now) {
    due.computeIfAbsent(id, i -> new LinkedHashMap<>()).putIfAbsent(peer, now + followUpMillis);
  }

  /** The message came, from whomever. */
  void kept(MessageId id) {
    due.remove(id);
  }

  void forget(PeerId peer) {
    due.values().forEach(peers -> peers.remove(peer));
    due.values().removeIf(Map::isEmpty);
  }

  /** Takes out the promises that are overdue: how many for each peer. */
  Map<PeerId, Integer> broken(long now) {
    Map<PeerId, Integer> broken = new LinkedHashMap<>();
    Iterator<Map<PeerId, Long>> all = due.values().iterator();
    while (all.hasNext()) {
      Map<PeerId, Long> peers = all.next();
      peers
          .entrySet()
          .removeIf(
              promise -> {
                boolean overdue = promise.getValue() <= now;
                if (overdue) {
                  broken.merge(promise.getKey(), 1, Integer::sum);
                }
                return overdue;
              });
      if (peers.isEmpty()) {
        all.remove();
      }
    }
    return broken;
  }
}
