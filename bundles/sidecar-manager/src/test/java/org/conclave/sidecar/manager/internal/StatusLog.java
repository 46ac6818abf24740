package org.conclave.sidecar.manager.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.conclave.api.engine.EngineStatus;

/** Remembers every status. Thread-safe. */
final class StatusLog implements Consumer<EngineStatus> {
  private final List<EngineStatus> statuses = new ArrayList<>();

  @Override
  public synchronized void accept(EngineStatus status) {
    statuses.add(status);
    notifyAll();
  }

  synchronized List<EngineStatus> all() {
    return List.copyOf(statuses);
  }

  /** The first status after {@code known} many that {@code wanted} holds for. */
  synchronized EngineStatus await(int known, Duration bound, Predicate<EngineStatus> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    while (true) {
      for (EngineStatus status : statuses.subList(known, statuses.size())) {
        if (wanted.test(status)) {
          return status;
        }
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("not within " + bound + "; seen: " + statuses);
      }
      wait(left);
    }
  }

  EngineStatus await(EngineStatus.State state) throws InterruptedException {
    return await(0, Duration.ofSeconds(30), status -> status.state() == state);
  }
}
