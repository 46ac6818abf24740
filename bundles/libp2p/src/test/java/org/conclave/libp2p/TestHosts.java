package org.conclave.libp2p;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.multiformats.Multiaddr;

/** Hosts on the loopback interface that are closed together. */
public final class TestHosts implements AutoCloseable {
  /** Bounds every wait; nothing on loopback comes near it. */
  public static final long SECONDS = 20;

  public static final Multiaddr LOOPBACK = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");

  private final List<Host> hosts = new ArrayList<>();

  public static HostKey newKey() {
    return HostKey.generate(new SecureRandom());
  }

  public Host start() throws ListenException {
    return start(builder -> builder);
  }

  public Host start(UnaryOperator<HostBuilder> configure) throws ListenException {
    Host host = configure.apply(Host.builder().key(newKey()).listen(LOOPBACK)).start();
    hosts.add(host);
    return host;
  }

  public static Connection connect(Host from, Host to) throws Exception {
    return await(from.connect(to.peerId(), to.listenAddresses()));
  }

  /** The result, or the failure it ended with. */
  public static <T> T await(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits until it is so, but not for ever. */
  public static void awaitTrue(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + SECONDS + " s: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Override
  public void close() {
    hosts.forEach(Host::close);
  }
}
