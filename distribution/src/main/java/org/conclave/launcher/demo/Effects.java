package org.conclave.launcher.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.conclave.launcher.headless.CommandFailed;

/** Watches for one effect at several members at once, and remembers when each of them had it. */
final class Effects implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;

  private final Map<Participant, Future<Optional<Instant>>> watched = new LinkedHashMap<>();
  private final ExecutorService watchers;

  /** What is looked for. */
  @FunctionalInterface
  interface Condition {
    boolean holdsAt(Participant member) throws CommandFailed;
  }

  private Effects(int members) {
    watchers = Executors.newFixedThreadPool(Math.max(1, members));
  }

  /** Begins to look; for a minute at most. */
  static Effects watch(List<Participant> members, Condition condition) {
    Effects effects = new Effects(members.size());
    for (Participant member : members) {
      effects.watched.put(member, effects.watchers.submit(() -> first(member, condition)));
    }
    return effects;
  }

  private static Optional<Instant> first(Participant member, Condition condition)
      throws CommandFailed, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      if (condition.holdsAt(member)) {
        return Optional.of(Instant.now());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return Optional.empty();
  }

  /** When it was there at each member that had it at all; waits for the others. */
  Map<Participant, Instant> reached() throws CommandFailed, InterruptedException {
    Map<Participant, Instant> reached = new LinkedHashMap<>();
    for (Map.Entry<Participant, Future<Optional<Instant>>> watch : watched.entrySet()) {
      try {
        watch.getValue().get().ifPresent(at -> reached.put(watch.getKey(), at));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof CommandFailed failed) {
          throw failed;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return reached;
  }

  /** Whether every member had it. */
  boolean everywhere() throws CommandFailed, InterruptedException {
    return reached().size() == watched.size();
  }

  /** Milliseconds since then, of each member that had it. */
  List<Double> millisSince(Instant instant) throws CommandFailed, InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (Instant at : reached().values()) {
      millis.add(Duration.between(instant, at).toNanos() / 1e6);
    }
    return millis;
  }

  @Override
  public void close() {
    watchers.shutdownNow();
  }
}
