package org.conclave.networking.internal.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Bytes that a peer has brought and nobody has processed yet. One waiter at most. Thread-safe. */
final class Inflight {
  private final long limit;
  private long bytes;
  private @Nullable CompletableFuture<Void> room;
  private @Nullable CompletableFuture<Void> settled;

  Inflight(long limit) {
    this.limit = limit;
  }

  synchronized void begin(long size) {
    bytes += size;
  }

  void end(long size) {
    CompletableFuture<Void> freed = null;
    CompletableFuture<Void> emptied = null;
    synchronized (this) {
      bytes -= size;
      if (bytes <= limit) {
        freed = room;
        room = null;
      }
      if (bytes == 0) {
        emptied = settled;
        settled = null;
      }
    }
    if (freed != null) {
      freed.complete(null);
    }
    if (emptied != null) {
      emptied.complete(null);
    }
  }

  /** Completes when there is room for more. */
  synchronized CompletionStage<Void> room() {
    if (bytes <= limit) {
      return CompletableFuture.completedFuture(null);
    }
    if (room == null) {
      room = new CompletableFuture<>();
    }
    return room;
  }

  /** Completes when everything is processed. */
  synchronized CompletionStage<Void> settled() {
    if (bytes == 0) {
      return CompletableFuture.completedFuture(null);
    }
    if (settled == null) {
      settled = new CompletableFuture<>();
    }
    return settled;
  }
}
