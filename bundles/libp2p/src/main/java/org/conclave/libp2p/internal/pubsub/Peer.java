package org.conclave.libp2p.internal.pubsub;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What the router knows of a neighbour. It lives as long as either stream: the one to the peer
 * ({@link #queue}) and the one from it ({@link #inbound}).
 */
final class Peer {
  private final PeerId id;

  /** Topics the peer said it is in, on the inbound stream that is open now. */
  final Set<Topic> topics = new LinkedHashSet<>();

  /** Topics this host told the peer it is in, on the outbound stream that is open now. */
  final Set<Topic> announced = new LinkedHashSet<>();

  private final Outbox outbox = new Outbox();

  /** Messages the peer has, so needs no copy of, and the heartbeat in which it said so. */
  final Map<MessageId, Long> doNotWant = new LinkedHashMap<>();

  final Allowance allowance = new Allowance();

  @Nullable OutboundQueue queue;
  @Nullable Object inbound;
  Dialect dialect = Dialect.V1_0;

  /** Whether this host dialled the connection. */
  boolean dialled;

  private final Set<Peer> toFlush;

  /**
   * @param toFlush collects the peers that something was gathered for
   */
  Peer(PeerId id, Set<Peer> toFlush) {
    this.id = id;
    this.toFlush = toFlush;
  }

  /** What is left to a peer until the next heartbeat. */
  static final class Allowance {
    int announcements;
    int idsAsked;
    int idsServed;
    int idsNotWanted;

    void renew() {
      announcements = 0;
      idsAsked = 0;
      idsServed = 0;
      idsNotWanted = 0;
    }
  }

  PeerId id() {
    return id;
  }

  /** Whether something can be sent. */
  boolean isLinked() {
    return queue != null;
  }

  void send(Frame frame) {
    if (queue != null) {
      queue.offer(frame, null);
    }
  }

  void send(Frame frame, Handover handover) {
    if (queue != null) {
      queue.offer(frame, handover);
    } else {
      handover.lost();
    }
  }

  /** Where to put what is to be sent at the end of the turn. */
  Outbox outbox() {
    toFlush.add(this);
    return outbox;
  }

  /** Forgets what was gathered. */
  void discard() {
    outbox.drain(Integer.MAX_VALUE);
  }

  /** Sends what was gathered for the peer. */
  void flush(int maxBytes) {
    outbox.drain(maxBytes).forEach(this::send);
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
