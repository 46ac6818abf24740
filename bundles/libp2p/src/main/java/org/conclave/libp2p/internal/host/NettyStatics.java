package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.internal.PlatformDependent;
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
 * <p>Some of its classes hold an exception for good, and an exception holds the classes of the
 * stack that it was made on. Netty stays when this bundle, or one that uses it, is updated:
 * initialised from here, it would keep their first version alive.
 */
final class NettyStatics {
  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long POLL_NANOS = 500_000L;

  private NettyStatics() {}

  /** Blocks for a moment the first time; costs nothing after. */
  static void prepare() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      // Java 24 and later refuse Unsafe, and the class keeps the refusal.
      initialise(
          lookup.findStatic(
              PlatformDependent.class, "hasUnsafe", MethodType.methodType(boolean.class)));
      for (Class<?> holder : List.of(GlobalEventExecutor.class, ImmediateEventExecutor.class)) {
        initialise(lookup.findStaticGetter(holder, "INSTANCE", holder));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Netty has other statics", e);
    }
  }

  /** A class is initialised where it is first read: here, on a stack of the JDK's own. */
  private static void initialise(MethodHandle read) {
    MethodHandle run = read.asType(MethodType.methodType(void.class));
    await(
        ForkJoinPool.commonPool()
            .submit(MethodHandleProxies.asInterfaceInstance(Runnable.class, run)));
  }

  /** Without joining, which might run the task on this very stack. */
  private static void await(ForkJoinTask<?> task) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!task.isDone() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
