package org.conclave.ui.internal.look;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.locks.LockSupport;
import javax.swing.ToolTipManager;

/**
 * Has the JVM make its tool tip manager on a stack of its own.
 *
 * <p>The manager lives as long as the JVM and its timers keep the access control context of whoever
 * was on the stack when it was made: made by the window, it would hold the window's class loader
 * after the bundle has stopped.
 */
public final class ToolTips {
  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long POLL_NANOS = 1_000_000L;

  private ToolTips() {}

  /** Blocks for a moment; not on the event thread. */
  public static void prepare() {
    try {
      MethodHandle make =
          MethodHandles.publicLookup()
              .findStatic(
                  ToolTipManager.class,
                  "sharedInstance",
                  MethodType.methodType(ToolTipManager.class))
              .asType(MethodType.methodType(void.class));
      ForkJoinTask<?> making =
          ForkJoinPool.commonPool()
              .submit(MethodHandleProxies.asInterfaceInstance(Runnable.class, make));
      // Joining would run it on this very stack.
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (!making.isDone() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no tool tip manager", e);
    }
  }
}
