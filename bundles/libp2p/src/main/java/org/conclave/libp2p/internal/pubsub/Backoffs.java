package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.Topic;

/** Who must not be grafted for how long (gossipsub-v1.1, "Prune Backoff"). */
final class Backoffs {
  /** A peer cannot ask to be left alone for longer than this. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<Topic, Map<PeerId, Long>> until = new HashMap<>();

  /** Starts or prolongs a back-off; never shortens one. */
  void add(PeerId peer, Topic topic, Duration backoff, long now) {
    long millis = Math.min(backoff.toMillis(), LONGEST.toMillis());
    until.computeIfAbsent(topic, t -> new HashMap<>()).merge(peer, now + millis, Math::max);
  }

  boolean isActive(PeerId peer, Topic topic, long now) {
    return remaining(peer, topic, now) > 0;
  }

  /** How long it lasts yet, in milliseconds; 0 or less when it is over. */
  long remaining(PeerId peer, Topic topic, long now) {
    Long end = until.getOrDefault(topic, Map.of()).get(peer);
    return end == null ? 0 : end - now;
  }

  void expire(long now) {
    until.values().forEach(peers -> peers.values().removeIf(end -> end <= now));
    until.values().removeIf(Map::isEmpty);
  }
}
