package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Topic;

/**
 * The messages of the last heartbeats, to announce and to answer requests with (gossipsub-v1.0,
 * "Message Cache"). Bounded in bytes too; the oldest go first.
 */
final class MessageCache {
  private final int announcedWindows;
  private final long capacity;
  private final Map<MessageId, Entry> entries = new LinkedHashMap<>();

  /** Ids by the heartbeat in which they came, the newest window first. */
  private final Deque<List<MessageId>> windows = new ArrayDeque<>();

  private long bytes;

  /** One message, and how often each peer was sent it on request. */
  static final class Entry {
    private final Topic topic;
    private final Frame frame;
    private final Map<PeerId, Integer> served = new HashMap<>();

    private Entry(Topic topic, Frame frame) {
      this.topic = topic;
      this.frame = frame;
    }

    Topic topic() {
      return topic;
    }

    Frame frame() {
      return frame;
    }

    int countServed(PeerId peer) {
      return served.merge(peer, 1, Integer::sum);
    }
  }

  MessageCache(int windows, int announcedWindows, long capacity) {
    this.announcedWindows = announcedWindows;
    this.capacity = capacity;
    for (int i = 0; i < windows; i++) {
      this.windows.add(new ArrayList<>());
    }
  }

  void put(MessageId id, Topic topic, Frame frame) {
    if (entries.putIfAbsent(id, new Entry(topic, frame)) != null) {
      return;
    }
    windows.getFirst().add(id);
    bytes += frame.length();
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (bytes > capacity && oldestFirst.hasNext()) {
      bytes -= oldestFirst.next().frame.length();
      oldestFirst.remove();
    }
  }

  Optional<Entry> get(MessageId id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** What to announce, by topic. */
  Map<Topic, List<MessageId>> announced() {
    Map<Topic, List<MessageId>> ids = new LinkedHashMap<>();
    int left = announcedWindows;
    for (List<MessageId> window : windows) {
      if (left-- == 0) {
        break;
      }
      for (MessageId id : window) {
        Entry entry = entries.get(id);
        if (entry != null) {
          ids.computeIfAbsent(entry.topic, t -> new ArrayList<>()).add(id);
        }
      }
    }
    return ids;
  }

  /** Opens a new window and drops the oldest. */
  void shift() {
    for (MessageId id : windows.removeLast()) {
      Entry old = entries.remove(id);
      if (old != null) {
        bytes -= old.frame.length();
      }
    }
    windows.addFirst(new ArrayList<>());
  }
}
