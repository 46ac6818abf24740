package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.Validator;
import org.conclave.libp2p.pubsub.Validator.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks on threads of its own. All messages of one author go through one of them, so they keep
 * their order. The router bounds how much waits.
 */
final class CheckLanes implements Checker, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckLanes.class);
  private static final int MOST_LANES = 4;

  private final List<ExecutorService> lanes = new ArrayList<>();
  private final ThreadLocal<Boolean> onLane = new ThreadLocal<>();

  CheckLanes(String name) {
    int processors = Runtime.getRuntime().availableProcessors();
    int count = Math.max(1, Math.min(MOST_LANES, processors / 2));
    for (int i = 0; i < count; i++) {
      lanes.add(Executors.newSingleThreadExecutor(Threads.named(name + "-" + i)));
    }
  }

  @Override
  public void checkSignature(UnverifiedMessage message, Consumer<Boolean> holds) {
    run(message.author(), () -> holds.accept(holds(message)));
  }

  private static boolean holds(UnverifiedMessage message) {
    try {
      return Signatures.hold(message);
    } catch (RuntimeException e) {
      LOG.error("a signature could not be checked; it counts as forged", e);
      return false;
    }
  }

  @Override
  public void judge(Validator validator, Message message, Consumer<Verdict> verdict) {
    run(
        message.author(),
        () ->
            ask(validator, message)
                .whenComplete(
                    (answer, failure) -> {
                      if (failure != null) {
                        LOG.warn("a validator failed; the message is ignored", failure);
                      }
                      verdict.accept(failure == null && answer != null ? answer : Verdict.IGNORE);
                    }));
  }

  private static CompletionStage<Verdict> ask(Validator validator, Message message) {
    try {
      return validator.validate(message);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void run(PeerId author, Runnable task) {
    try {
      lanes
          .get(Math.floorMod(author.hashCode(), lanes.size()))
          .execute(
              () -> {
                onLane.set(true);
                task.run();
              });
    } catch (RejectedExecutionException e) {
      // Closed. The router is about to end as well, so nobody waits for the answer.
      LOG.trace("a message came after the end", e);
    }
  }

  /** Ends the threads, and waits for them unless on one of them. */
  @Override
  public void close() {
    lanes.forEach(ExecutorService::shutdown);
    if (onLane.get() == null) {
      lanes.forEach(lane -> Threads.awaitEnd(lane, LOG));
    }
  }
}
