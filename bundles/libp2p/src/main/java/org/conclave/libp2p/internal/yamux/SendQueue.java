package org.conclave.libp2p.internal.yamux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes that wait for credit, each with whoever waits for it. */
final class SendQueue {
  private record Pending(ByteBuffer data, CompletableFuture<Void> done) {}

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  boolean isEmpty() {
    return pending.isEmpty();
  }

  void add(ByteBuffer data, CompletableFuture<Void> done) {
    pending.add(new Pending(data, done));
  }

  /** How much the first write still has to send; 0 if there is none. */
  int firstRemaining() {
    Pending first = pending.peek();
    return first == null ? 0 : first.data.remaining();
  }

  /**
   * The next bytes of the first write, which must have as many. Their copy is due before {@link
   * #sent}.
   */
  ByteBuffer next(int length) {
    ByteBuffer data = pending.element().data;
    ByteBuffer part = data.slice().limit(length);
    data.position(data.position() + length);
    return part;
  }

  /** Completes the first write if all of it has been taken. */
  void sent() {
    Pending first = pending.peek();
    if (first != null && !first.data.hasRemaining()) {
      pending.remove();
      first.done.complete(null);
    }
  }

  void fail(Throwable cause) {
    List<Pending> failed = new ArrayList<>(pending);
    pending.clear();
    failed.forEach(p -> p.done.completeExceptionally(cause));
  }
}
