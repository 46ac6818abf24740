package org.conclave.libp2p.internal.pubsub;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.libp2p.pubsub.MessageId;

/** Messages that are known, for a time and up to a number; the oldest are forgotten first. */
final class SeenCache {
  private record Seen(Delivery delivery, long since) {}

  private final long ttlMillis;
  private final int capacity;
  private final Map<MessageId, Seen> seen = new LinkedHashMap<>();

  SeenCache(Duration ttl, int capacity) {
    this.ttlMillis = ttl.toMillis();
    this.capacity = capacity;
  }

  void add(MessageId id, Delivery delivery, long now) {
    seen.putIfAbsent(id, new Seen(delivery, now));
    if (seen.size() > capacity) {
      seen.remove(seen.keySet().iterator().next());
    }
  }

  boolean contains(MessageId id) {
    return seen.containsKey(id);
  }

  Optional<Delivery> get(MessageId id) {
    return Optional.ofNullable(seen.get(id)).map(Seen::delivery);
  }

  void expire(long now) {
    Iterator<Seen> oldestFirst = seen.values().iterator();
    while (oldestFirst.hasNext() && now - oldestFirst.next().since() >= ttlMillis) {
      oldestFirst.remove();
    }
  }

  int size() {
    return seen.size();
  }
}
