package org.conclave.itests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a condition with a bound. */
final class Eventually {
  private Eventually() {}

  static void holds(String what, Duration patience, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  static boolean succeeds(Callable<?> call) {
    try {
      call.call();
      return true;
    } catch (Exception e) {
      return false;
    }
  }
}
