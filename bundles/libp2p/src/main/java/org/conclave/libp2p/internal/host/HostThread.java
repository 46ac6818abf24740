package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread that knows which host it belongs to. */
final class HostThread extends FastThreadLocalThread {
  private final Object owner;

  private HostThread(Object owner, Runnable work, String name) {
    super(work, name);
    this.owner = owner;
    setDaemon(true);
  }

  static ThreadFactory factory(Object owner, String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> new HostThread(owner, work, name + "-" + count.incrementAndGet());
  }

  static boolean isCurrent(Object owner) {
    return Thread.currentThread() instanceof HostThread thread && thread.owner == owner;
  }
}
