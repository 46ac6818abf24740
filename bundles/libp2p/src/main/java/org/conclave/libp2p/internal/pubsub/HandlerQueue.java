package org.conclave.libp2p.internal.pubsub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.conclave.libp2p.pubsub.LimitParameters;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.MessageHandler;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that wait for one handler, which gets them one at a time. Safe for any thread. */
final class HandlerQueue {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerQueue.class);

  /** Which executor's handler the current thread is in. */
  private static final ThreadLocal<@Nullable Executor> AT_WORK = new ThreadLocal<>();

  private final Topic topic;
  private final MessageHandler handler;
  private final int capacity;
  private final long capacityBytes;
  private final Executor executor;
  private final Counters counters;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean draining;
  private boolean ended;

  HandlerQueue(
      Topic topic,
      MessageHandler handler,
      LimitParameters limits,
      Executor executor,
      Counters counters) {
    this.topic = topic;
    this.handler = handler;
    this.capacity = limits.undelivered();
    this.capacityBytes = limits.cacheBytes();
    this.executor = executor;
    this.counters = counters;
  }

  static boolean isCurrentThreadIn(Executor executor) {
    return AT_WORK.get() == executor;
  }

  Topic topic() {
    return topic;
  }

  void offer(Message message) {
    synchronized (this) {
      if (ended) {
        return;
      }
      if (waiting.size() >= capacity || waitingBytes + message.size() > capacityBytes) {
        counters.count(Metric.UNDELIVERED);
        return;
      }
      waiting.add(message);
      waitingBytes += message.size();
      if (draining) {
        return;
      }
      draining = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      LOG.trace("a message came after the end", e);
    }
  }

  synchronized void end() {
    ended = true;
    waiting.clear();
    waitingBytes = 0;
  }

  private void drain() {
    AT_WORK.set(executor);
    boolean finished = false;
    try {
      for (Message next = next(); next != null; next = next()) {
        call(next);
      }
      finished = true;
    } finally {
      AT_WORK.remove();
      if (!finished) {
        // An Error ends this thread; the next message starts another.
        interrupted();
      }
    }
  }

  private synchronized void interrupted() {
    draining = false;
  }

  private synchronized @Nullable Message next() {
    Message next = waiting.poll();
    draining = next != null;
    waitingBytes -= next == null ? 0 : next.size();
    return next;
  }

  private void call(Message message) {
    try {
      handler.on(message);
    } catch (RuntimeException e) {
      LOG.error("a handler of topic {} failed", topic, e);
    }
  }
}
