package org.conclave.audit.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.conclave.api.organisation.Membership;
import org.jspecify.annotations.Nullable;

/**
 * Whose device this is. After unlocking, and while onboarding is swapped, nobody knows for a
 * moment; that must not make a member's export an unsigned one, so it is waited for. Thread-safe.
 */
final class Belonging {
  private static final BooleanSupplier UNKNOWN = () -> true;

  private final long patienceNanos;
  private @Nullable Membership membership;
  private @Nullable Object organisation;
  private volatile BooleanSupplier belongs = UNKNOWN;

  Belonging(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  /**
   * @param source who knows
   * @param belongsToOne whether this profile belongs to an organisation; asked without a lock
   */
  synchronized void organisationArrived(Object source, BooleanSupplier belongsToOne) {
    organisation = source;
    belongs = belongsToOne;
    notifyAll();
  }

  synchronized void organisationDeparted(Object source) {
    if (organisation == source) {
      organisation = null;
      belongs = UNKNOWN;
    }
  }

  synchronized void arrived(Membership arrived) {
    membership = arrived;
    notifyAll();
  }

  synchronized void departed(Membership departed) {
    if (membership == departed) {
      membership = null;
    }
  }

  /**
   * Waits a bounded time, unless it is known that there is none. An interrupted thread does not
   * wait, and stays interrupted.
   */
  Optional<Membership> membership() {
    long deadline = System.nanoTime() + patienceNanos;
    while (true) {
      boolean expected = belongs.getAsBoolean();
      synchronized (this) {
        long left = deadline - System.nanoTime();
        if (membership != null || !expected || left <= 0) {
          return Optional.ofNullable(membership);
        }
        try {
          // In slices: an organisation is founded or joined without any service's coming.
          TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return Optional.ofNullable(membership);
        }
      }
    }
  }
}
