package org.conclave.sidecar.manager.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private final ExecutorService announcing;

  private EngineHost(Thread supervising, ExecutorService announcing) {
    this.supervising = supervising;
    this.announcing = announcing;
  }

  /**
   * Starts to bring up an engine, and returns at once.
   *
   * @param longPause between attempts after too many failures
   * @param statuses told of every change, in order, on a thread of their own
   */
  static EngineHost start(
      EngineCommand command,
      CurrentEngine engines,
      Duration healthInterval,
      Duration longPause,
      IntSupplier ports,
      Consumer<EngineStatus> statuses) {
    ExecutorService announcing = announcing(Thread.currentThread().getThreadGroup());
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
                        launcher,
                        engines,
                        new RestartPolicy(longPause),
                        status -> announcing.execute(() -> statuses.accept(status)),
                        healthInterval)
                    .run();
              }
            },
            "engine supervisor");
    supervising.setDaemon(true);
    supervising.start();
    return new EngineHost(supervising, announcing);
  }

  /**
   * One thread outside of the engine's group: whoever hears that an engine is there starts threads
   * of its own, and those are not to be waited for as if they were gRPC's.
   */
  private static ExecutorService announcing(ThreadGroup group) {
    return Executors.newSingleThreadExecutor(
        work -> {
          Thread thread = new Thread(group, work, "engine status");
          thread.setDaemon(true);
          return thread;
        });
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
    announcing.shutdown();
    while (!announcing.isTerminated() && System.nanoTime() - limit < 0) {
      try {
        if (!announcing.awaitTermination(1, TimeUnit.SECONDS)) {
          LOG.debug("the last status is still being told");
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
