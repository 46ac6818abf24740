package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Has Netty initialise what it keeps in statics on a stack without this bundle.
 *
 * <p>Some of its static executors hold an exception for good, and an exception holds the classes of
 * the stack that it was made on. Netty stays when this bundle, or one that uses it, is updated:
 * initialised from here, it would keep their first version alive.
 */
final class NettyStatics {
  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long POLL_NANOS = 500_000L;
  private static final List<Class<?>> HOLDERS =
      List.of(GlobalEventExecutor.class, ImmediateEventExecutor.class);

  private NettyStatics() {}

  /** Blocks for a moment the first time; costs nothing after. */
  static void prepare() {
    try {
      for (Class<?> holder : HOLDERS) {
        // Reading the field from a stack of the JDK's own initialises the class there.
        MethodHandle read =
            MethodHandles.publicLookup()
                .findStaticGetter(holder, "INSTANCE", holder)
                .asType(MethodType.methodType(void.class));
        await(
            ForkJoinPool.commonPool()
                .submit(MethodHandleProxies.asInterfaceInstance(Runnable.class, read)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Netty has no such executor", e);
    }
  }

  /** Without joining, which might run the task on this very stack. */
  private static void await(ForkJoinTask<?> task) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!task.isDone() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
