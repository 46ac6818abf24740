package org.conclave.launcher.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.launcher.headless.CommandFailed;

/** All members send at the same time. Some can be held when they have sent half of theirs. */
final class Exchange implements AutoCloseable {
  private final String group;
  private final DemoOptions options;
  private final Map<Participant, Hold> holds = new LinkedHashMap<>();
  private final List<Participant> senders;
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicInteger committed = new AtomicInteger();
  private final ExecutorService threads;

  Exchange(String group, DemoOptions options, List<Participant> senders) {
    this.group = group;
    this.options = options;
    this.senders = List.copyOf(senders);
    this.threads = Executors.newFixedThreadPool(senders.size());
  }

  /** Before {@link #start}: it waits when it has sent half of its messages. */
  void hold(Participant sender) {
    holds.put(sender, new Hold());
  }

  void start() {
    for (Participant sender : senders) {
      running.add(
          threads.submit(
              () -> {
                send(sender);
                return null;
              }));
    }
  }

  /**
   * Waits until half of all messages are committed by their senders, and those that are held have
   * sent their half.
   */
  void awaitHalf() throws CommandFailed, InterruptedException {
    int half = senders.size() * (options.messages() / 2);
    while (committed.get() < half
        || holds.values().stream().anyMatch(h -> h.arrived.getCount() > 0)) {
      failed();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  void release(Participant sender) {
    Hold hold = holds.get(sender);
    if (hold != null) {
      hold.open.countDown();
    }
  }

  /** One that is held sends nothing more. */
  void end(Participant sender) {
    Hold hold = holds.get(sender);
    if (hold != null) {
      hold.ended = true;
      hold.open.countDown();
    }
  }

  /** Waits until everybody has sent everything. */
  void finish() throws CommandFailed, InterruptedException {
    for (Future<?> sender : running) {
      result(sender);
    }
  }

  private void failed() throws CommandFailed, InterruptedException {
    for (Future<?> sender : running) {
      if (sender.isDone()) {
        result(sender);
      }
    }
  }

  private static void result(Future<?> sender) throws CommandFailed, InterruptedException {
    try {
      sender.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailed failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void send(Participant sender) throws CommandFailed, InterruptedException {
    Hold hold = holds.get(sender);
    long start = System.nanoTime();
    for (int i = 0; i < options.messages(); i++) {
      if (hold != null && i == options.messages() / 2 && !hold.pass()) {
        return;
      }
      if (options.rate() > 0) {
        // Members do not type in step: each has its own place within the interval.
        long interval = 1_000_000_000L / options.rate();
        long due = start + i * interval + senders.indexOf(sender) * interval / senders.size();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      }
      sender.send(group, "Message " + (i + 1) + " from " + sender.name());
      committed.incrementAndGet();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Where one sender waits. */
  private static final class Hold {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean ended;

    /** Returns whether to go on. */
    boolean pass() throws InterruptedException {
      arrived.countDown();
      open.await();
      return !ended;
    }
  }
}
