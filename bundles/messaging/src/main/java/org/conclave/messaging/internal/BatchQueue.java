package org.conclave.messaging.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A bounded queue that hands what has gathered to a consumer, in batches, on a lane. What comes
 * alone goes alone and at once; what comes while a batch is at work shares the next one.
 * Thread-safe.
 */
final class BatchQueue<T> {
  /** Costs one commit, so that a flood of messages does not pay for one each. */
  static final int BATCH = 64;

  private final Lane lane;
  private final Consumer<List<T>> consumer;
  private final ToLongFunction<T> weight;
  private final long limit;
  private final Queue<T> queue = new ArrayDeque<>();
  private long held;
  private boolean scheduled;
  private boolean closed;

  /**
   * @param limit of the weights of all that is queued
   */
  BatchQueue(Lane lane, ToLongFunction<T> weight, long limit, Consumer<List<T>> consumer) {
    this.lane = lane;
    this.weight = weight;
    this.limit = limit;
    this.consumer = consumer;
  }

  /** False if the queue is full or closed; the item is not taken. */
  boolean offer(T item) {
    synchronized (queue) {
      long more = weight.applyAsLong(item);
      if (closed || held + more > limit) {
        return false;
      }
      if (!scheduled) {
        try {
          lane.execute(this::handOver);
        } catch (RejectedExecutionException e) {
          return false;
        }
        scheduled = true;
      }
      queue.add(item);
      held += more;
      return true;
    }
  }

  /** Takes nothing more, and gives back what nobody has handled. */
  List<T> close() {
    synchronized (queue) {
      closed = true;
      List<T> rest = List.copyOf(queue);
      queue.clear();
      held = 0;
      return rest;
    }
  }

  private void handOver() {
    List<T> batch = new ArrayList<>();
    synchronized (queue) {
      while (batch.size() < BATCH && !queue.isEmpty()) {
        T item = queue.remove();
        held -= weight.applyAsLong(item);
        batch.add(item);
      }
      scheduled = false;
      if (!queue.isEmpty()) {
        lane.execute(this::handOver);
        scheduled = true;
      }
    }
    if (!batch.isEmpty()) {
      consumer.accept(batch);
    }
  }
}
