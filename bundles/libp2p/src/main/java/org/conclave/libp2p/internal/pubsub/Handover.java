package org.conclave.libp2p.internal.pubsub;

import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Published;

/** Waits until the streams of all chosen peers took an own message. */
final class Handover {
  private final MessageId id;
  private final long since;
  private final CompletableFuture<Published> result;
  private int waiting;
  private int taken;

  Handover(MessageId id, long since, int peers, CompletableFuture<Published> result) {
    this.id = id;
    this.since = since;
    this.waiting = peers;
    this.result = result;
    completeIfDone();
  }

  void taken() {
    taken++;
    lost();
  }

  void lost() {
    waiting--;
    completeIfDone();
  }

  long since() {
    return since;
  }

  boolean isDone() {
    return waiting == 0;
  }

  /** Does not wait for slow peers any longer. */
  void complete() {
    result.complete(new Published(id, taken));
  }

  private void completeIfDone() {
    if (waiting == 0) {
      complete();
    }
  }
}
