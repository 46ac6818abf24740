package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Has Netty initialise what it keeps in statics on a stack without this bundle.
 *
 * <p>Some of its classes hold an exception for good, and an exception holds the classes of the
 * stack that it was made on. Netty stays when this bundle, or one that uses it, is updated:
 * initialised from here, it would keep their first version alive.
 */
final class NettyStatics {
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
    Thread thread = new Thread(MethodHandleProxies.asInterfaceInstance(Runnable.class, run));
    thread.start();
    await(thread);
  }

  /** Whatever happens meanwhile: going on before the thread has ended would undo its purpose. */
  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
