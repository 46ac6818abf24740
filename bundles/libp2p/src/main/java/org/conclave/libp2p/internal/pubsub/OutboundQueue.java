package org.conclave.libp2p.internal.pubsub;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.pubsub.Metric;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one peer. Sends at once as long as the link takes it; when it does not, holds a
 * bounded number of bytes and then drops gossip first, messages next, and gives up on the peer
 * rather than lose control frames.
 */
final class OutboundQueue {
  /** Frames that wait are sent together up to this size. */
  private static final int BATCH = 64 * 1024;

  private record Waiting(Frame frame, @Nullable Handover handover) {
    void lost() {
      if (handover != null) {
        handover.lost();
      }
    }
  }

  private final PeerLink link;
  private final int capacity;
  private final Environment env;
  private final Counters counters;
  private final Deque<Waiting> control = new ArrayDeque<>();
  private final Deque<Waiting> messages = new ArrayDeque<>();
  private final Deque<Waiting> gossip = new ArrayDeque<>();

  /** In the order in which they are sent. */
  private final List<Deque<Waiting>> waiting = List.of(control, messages, gossip);

  private List<Waiting> inFlight = List.of();
  private int bytes;
  private long progressAt;
  private boolean closed;

  OutboundQueue(PeerLink link, int capacity, Environment env, Counters counters) {
    this.link = link;
    this.capacity = capacity;
    this.env = env;
    this.counters = counters;
  }

  PeerLink link() {
    return link;
  }

  void offer(Frame frame, @Nullable Handover handover) {
    Waiting item = new Waiting(frame, handover);
    if (closed || !makeRoom(frame)) {
      item.lost();
      return;
    }
    if (bytes == 0) {
      progressAt = env.millis();
    }
    bytes += frame.length();
    switch (frame.kind()) {
      case CONTROL -> control.add(item);
      case MESSAGE -> messages.add(item);
      case GOSSIP -> gossip.add(item);
    }
    pump();
  }

  /** For how long something has waited without any progress. */
  long stuckMillis() {
    return bytes == 0 ? 0 : env.millis() - progressAt;
  }

  /** Drops everything, now and later. */
  void close() {
    closed = true;
    bytes = 0;
    List<Waiting> lost = new ArrayList<>(inFlight);
    waiting.forEach(lost::addAll);
    waiting.forEach(Deque::clear);
    inFlight = List.of();
    lost.forEach(Waiting::lost);
  }

  private boolean makeRoom(Frame frame) {
    return switch (frame.kind()) {
      case GOSSIP -> {
        boolean fits = bytes + frame.length() <= capacity / 2;
        if (!fits) {
          counters.count(Metric.GOSSIP_DROPPED);
        }
        yield fits;
      }
      case MESSAGE -> {
        dropUntilFits(frame, gossip, Metric.GOSSIP_DROPPED);
        boolean fits = fits(frame);
        if (!fits) {
          counters.count(Metric.MESSAGES_DROPPED);
        }
        yield fits;
      }
      case CONTROL -> {
        dropUntilFits(frame, gossip, Metric.GOSSIP_DROPPED);
        dropUntilFits(frame, messages, Metric.MESSAGES_DROPPED);
        boolean fits = fits(frame);
        if (!fits) {
          giveUp();
        }
        yield fits;
      }
    };
  }

  /** Closes the connection to a peer that does not read. */
  void giveUp() {
    if (!closed) {
      counters.count(Metric.SLOW_PEERS_DISCONNECTED);
      close();
      link.disconnect();
    }
  }

  private boolean fits(Frame frame) {
    return bytes + frame.length() <= capacity;
  }

  private void dropUntilFits(Frame frame, Deque<Waiting> items, Metric metric) {
    while (!fits(frame) && !items.isEmpty()) {
      Waiting item = items.removeFirst();
      bytes -= item.frame().length();
      counters.count(metric);
      item.lost();
    }
  }

  private void pump() {
    while (!closed && inFlight.isEmpty()) {
      List<Waiting> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      inFlight = batch;
      CompletableFuture<?> written = link.write(join(batch)).toCompletableFuture();
      if (written.isDone()) {
        // The usual case: the stream had credit. No turn of the router is spent on it.
        finish(batch, !written.isCompletedExceptionally());
      } else {
        written.whenComplete(
            (done, failure) ->
                env.execute(
                    () -> {
                      finish(batch, failure == null);
                      pump();
                    }));
      }
    }
  }

  private List<Waiting> nextBatch() {
    List<Waiting> batch = new ArrayList<>();
    int size = 0;
    for (Deque<Waiting> items : waiting) {
      while (!items.isEmpty()
          && (batch.isEmpty() || size + items.peek().frame().length() <= BATCH)) {
        Waiting item = items.remove();
        size += item.frame().length();
        batch.add(item);
      }
    }
    return batch;
  }

  private static ByteBuffer join(List<Waiting> batch) {
    if (batch.size() == 1) {
      return batch.get(0).frame().asBuffer();
    }
    int size = batch.stream().mapToInt(item -> item.frame().length()).sum();
    ByteBuffer all = ByteBuffer.allocate(size);
    batch.forEach(item -> item.frame().copyTo(all));
    return all.flip();
  }

  private void finish(List<Waiting> batch, boolean sent) {
    if (closed) {
      return;
    }
    if (!sent) {
      close();
      return;
    }
    inFlight = List.of();
    progressAt = env.millis();
    for (Waiting item : batch) {
      bytes -= item.frame().length();
      counters.count(Metric.RPCS_SENT);
      counters.add(Metric.BYTES_SENT, item.frame().length());
      if (item.handover() != null) {
        item.handover().taken();
      }
    }
  }
}
