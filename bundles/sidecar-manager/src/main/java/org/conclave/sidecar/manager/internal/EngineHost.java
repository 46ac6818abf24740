package org.conclave.sidecar.manager.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.conclave.api.engine.EngineStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that lives while the bundle runs: the supervising thread, the engine it keeps, gRPC's
 * threads. Nothing of it is left once {@link #close} has returned.
 */
final class EngineHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineHost.class);

  private final Thread supervising;

  private EngineHost(Thread supervising) {
    this.supervising = supervising;
  }

  /**
   * Starts to bring up an engine, and returns at once.
   *
   * @param longPause between attempts after too many failures
   * @param statuses told of every change, on the supervising thread
   */
  static EngineHost start(
      EngineCommand command,
      CurrentEngine engines,
      Duration healthInterval,
      Duration longPause,
      IntSupplier ports,
      Consumer<EngineStatus> statuses) {
    ThreadGroup threads = new ThreadGroup("engine");
    Thread supervising =
        new Thread(
            threads,
            () -> {
              // Created here: what gRPC starts of its own accord joins the group of this thread.
              try (GrpcRuntime runtime = new GrpcRuntime(threads)) {
                EngineLauncher launcher =
                    new EngineLauncher(command, runtime, new SecureRandom(), ports);
                new Supervisor(
                        launcher, engines, new RestartPolicy(longPause), statuses, healthInterval)
                    .run();
              }
            },
            "engine supervisor");
    supervising.setDaemon(true);
    supervising.start();
    return new EngineHost(supervising);
  }

  @Override
  public void close() {
    supervising.interrupt();
    boolean interrupted = false;
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (supervising.isAlive() && System.nanoTime() - limit < 0) {
      try {
        supervising.join(1_000);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (supervising.isAlive()) {
      LOG.warn("the engine's supervisor does not end");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
