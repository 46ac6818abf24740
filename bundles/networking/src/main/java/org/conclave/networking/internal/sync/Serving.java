package org.conclave.networking.internal.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.conclave.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Answers a peer's pulls one after another, reading from the store no faster than the peer takes
 * the envelopes.
 */
final class Serving {
  private static final int WAITING = 4;
  private static final int PORTION = 256 << 10;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Reconciler reconciler;
  private final Function<SyncMessage, CompletionStage<Void>> out;
  private final Executor reads;
  private final Consumer<Throwable> failed;
  private final Deque<SyncMessage.Pull> waiting = new ArrayDeque<>();
  private SyncMessage.@Nullable Pull current;
  private int position;
  private long idleSince = System.nanoTime() - PAUSE_NANOS;

  Serving(
      Reconciler reconciler,
      Function<SyncMessage, CompletionStage<Void>> out,
      Executor reads,
      Consumer<Throwable> failed) {
    this.reconciler = reconciler;
    this.out = out;
    this.reads = reads;
    this.failed = failed;
  }

  /**
   * @throws MalformedFrameException if the peer did not wait for the ends of its earlier pulls
   */
  void accept(SyncMessage.Pull pull) throws MalformedFrameException {
    synchronized (this) {
      if (waiting.size() >= WAITING) {
        throw new MalformedFrameException("more pulls at once than the protocol allows");
      }
      waiting.add(pull);
      if (current != null) {
        return;
      }
      advance();
    }
    reads.execute(this::portion);
  }

  /** Whether a pull is being answered, or was a moment ago, so that another one may follow. */
  synchronized boolean isBusy() {
    return current != null || System.nanoTime() - idleSince < PAUSE_NANOS;
  }

  private void advance() {
    current = waiting.poll();
    position = 0;
    idleSince = System.nanoTime();
  }

  private void portion() {
    SyncMessage.Pull pull;
    int from;
    synchronized (this) {
      if (current == null) {
        return;
      }
      pull = current;
      from = position;
    }
    try {
      Reconciler.Portion portion = reconciler.serve(pull.group(), pull.ids(), from, PORTION);
      boolean end = portion.next() >= pull.ids().size();
      CompletionStage<Void> sent =
          portion.envelopes().isEmpty()
              ? out.apply(SyncMessage.Envelopes.END)
              : out.apply(new SyncMessage.Envelopes(portion.envelopes()));
      if (end && !portion.envelopes().isEmpty()) {
        sent = out.apply(SyncMessage.Envelopes.END);
      }
      sent.whenCompleteAsync(
          (done, failure) -> {
            if (failure != null) {
              failed.accept(failure);
              return;
            }
            synchronized (this) {
              if (end) {
                advance();
              } else {
                position = portion.next();
              }
            }
            portion();
          },
          reads);
    } catch (StorageException e) {
      failed.accept(e);
    }
  }
}
