package org.conclave.messaging.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.jspecify.annotations.Nullable;

/**
 * A profile in memory that keeps the contract of {@link Storage}: a write works on a copy, and the
 * copy takes the place of the original when the work ends well. It can be told to fail at any step.
 */
final class InMemoryStorage implements Storage {
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Clock clock;
  private final List<StoreEvent> events = new ArrayList<>();
  private volatile ProfileData committed = new ProfileData();
  private volatile int commits;

  /** Steps of the next writes after which one fails; negative: none does. */
  private int failAtStep = -1;

  private int steps;
  private volatile @Nullable Runnable beforeCommit;
  private @Nullable Runnable beforeWrite;
  private boolean failing;

  InMemoryStorage(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T read(Work<T, X> work)
      throws StorageException, X {
    return work.in(new InMemoryTransaction(committed.copy(), clock, () -> {}));
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T write(Work<T, X> work)
      throws StorageException, X {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a write within a write");
    }
    Runnable interference = beforeWrite;
    beforeWrite = null;
    if (interference != null) {
      interference.run();
    }
    writing.lock();
    try {
      if (failing) {
        throw new StorageException(StorageException.Reason.DISK_FULL, "The disk is full.");
      }
      InMemoryTransaction transaction =
          new InMemoryTransaction(committed.copy(), clock, this::step);
      T result = work.in(transaction);
      Runnable hook = beforeCommit;
      if (hook != null) {
        hook.run();
      }
      step();
      committed = transaction.data();
      events.addAll(transaction.events());
      commits++;
      return result;
    } finally {
      writing.unlock();
    }
  }

  private void step() throws StorageException {
    if (failAtStep >= 0 && steps++ == failAtStep) {
      failAtStep = -1;
      throw new StorageException(StorageException.Reason.FAILED, "The disk failed.");
    }
  }

  /** The write after {@code step} further steps fails, once. */
  void failAtStep(int step) {
    failAtStep = step;
    steps = 0;
  }

  /** Whether the failure asked for has not happened. */
  boolean failurePending() {
    boolean pending = failAtStep >= 0;
    failAtStep = -1;
    return pending;
  }

  void failAlways(boolean fail) {
    failing = fail;
  }

  /** Runs while a write is done and not committed yet. */
  void beforeEveryCommit(@Nullable Runnable hook) {
    beforeCommit = hook;
  }

  /** Runs once, before the next write begins. */
  void beforeNextWrite(Runnable hook) {
    beforeWrite = hook;
  }

  int commits() {
    return commits;
  }

  List<StoreEvent> events() {
    writing.lock();
    try {
      return List.copyOf(events);
    } finally {
      writing.unlock();
    }
  }

  /** All that is committed, as text, to compare profiles by. */
  Set<String> dump() {
    return new TreeSet<>(committed.dump());
  }
}
