package org.conclave.libp2p.internal.pubsub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.conclave.libp2p.pubsub.LimitParameters;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.MessageHandler;
import org.conclave.libp2p.pubsub.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to handlers, on threads that exist while there is something to hand over. Safe for
 * use from any thread.
 */
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final ExecutorService executor;
  private final LimitParameters limits;
  private final Counters counters;
  private final Map<Topic, List<HandlerQueue>> queues = new ConcurrentHashMap<>();

  Deliveries(String name, LimitParameters limits, Counters counters) {
    this.limits = limits;
    this.counters = counters;
    this.executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Threads.named(name));
  }

  /** Adds a handler; returns whether it is the first of its topic. */
  boolean add(HandlerQueue queue) {
    return queues
            .compute(
                queue.topic(),
                (topic, list) -> {
                  List<HandlerQueue> all = list == null ? new CopyOnWriteArrayList<>() : list;
                  all.add(queue);
                  return all;
                })
            .size()
        == 1;
  }

  HandlerQueue queue(Topic topic, MessageHandler handler) {
    return new HandlerQueue(topic, handler, limits, executor, counters);
  }

  /** Takes a handler away; returns whether it was the last of its topic. */
  boolean remove(HandlerQueue queue) {
    queue.end();
    return queues.computeIfPresent(
            queue.topic(),
            (topic, list) -> {
              list.remove(queue);
              return list.isEmpty() ? null : list;
            })
        == null;
  }

  void deliver(Message message) {
    queues.getOrDefault(message.topic(), List.of()).forEach(queue -> queue.offer(message));
  }

  /** No handler is called from now on; waits for those at work, unless on one's thread. */
  @Override
  public void close() {
    queues.values().forEach(list -> list.forEach(HandlerQueue::end));
    executor.shutdown();
    if (!HandlerQueue.isCurrentThreadIn(executor)) {
      Threads.awaitEnd(executor, LOG);
    }
  }
}
