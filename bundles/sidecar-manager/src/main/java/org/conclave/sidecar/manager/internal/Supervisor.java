package org.conclave.sidecar.manager.internal;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Consumer;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.engine.EngineStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one engine running for as long as its thread is not interrupted: spawns it, notices at once
 * when it ends and within a bound when it no longer answers, and spawns the next. Leaves no process
 * behind. Runs on one thread.
 */
final class Supervisor implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final EngineLauncher launcher;
  private final CurrentEngine engines;
  private final RestartPolicy policy;
  private final Consumer<EngineStatus> statuses;
  private final Duration healthInterval;
  private int restarts;

  /**
   * @param statuses told of every change, on the supervising thread; must only hand it on
   * @param healthInterval between two pings of an engine that runs, and how long each may take
   */
  Supervisor(
      EngineLauncher launcher,
      CurrentEngine engines,
      RestartPolicy policy,
      Consumer<EngineStatus> statuses,
      Duration healthInterval) {
    this.launcher = launcher;
    this.engines = engines;
    this.policy = policy;
    this.statuses = statuses;
    this.healthInterval = healthInterval;
  }

  @Override
  public void run() {
    try {
      post(State.STARTING, "");
      while (true) {
        String failure = runOne();
        LOG.warn("the engine failed: {}", failure);
        restarts++;
        pauseAfter(failure);
      }
    } catch (InterruptedException stopped) {
      engines.fail("Encryption was switched off. Messages wait until it is on again.");
      post(State.STOPPED, "");
    }
  }

  /** Launches an engine and stays until it is of no more use; returns why. */
  private String runOne() throws InterruptedException {
    try (RunningEngine engine = launcher.launch()) {
      engines.set(engine.link());
      statuses.accept(
          new EngineStatus(
              State.READY, engine.process().pid(), engine.port(), restarts, engine.version(), ""));
      String failure = watch(engine);
      engines.expectNext();
      return failure;
    } catch (LaunchFailure e) {
      LOG.debug("launch failed", e);
      return String.valueOf(e.getMessage());
    }
  }

  private String watch(RunningEngine engine) throws InterruptedException {
    while (!engine.process().awaitExit(healthInterval.toMillis())) {
      try {
        engine.link().ping(healthInterval.toMillis());
      } catch (StatusRuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("stopped during a ping");
        }
        LOG.debug("ping failed", e);
        if (engine.process().isAlive()) {
          return "it no longer answered";
        }
      }
    }
    return "it ended with status " + engine.process().exitStatus();
  }

  private void pauseAfter(String failure) throws InterruptedException {
    RestartPolicy.Next next = policy.afterFailure(System.nanoTime());
    if (next.giveUp()) {
      String message =
          "The encryption engine does not keep running: "
              + failure
              + ". Messages are neither sent nor received for now, and none is lost. Conclave tries"
              + " again every "
              + next.pause().toSeconds()
              + " s; if this message stays, restart Conclave, then reinstall it.";
      engines.fail(message);
      post(State.FAILED, message);
    } else {
      engines.expectNext();
      post(
          State.RESTARTING,
          "The encryption engine stopped and is being restarted: "
              + failure
              + ". Messages wait for a moment; there is nothing to do.");
    }
    pause(next.pause());
    if (next.giveUp()) {
      engines.expectNext();
      post(State.RESTARTING, "The encryption engine is being started again.");
    }
  }

  /** Nothing but the interruption that stops the supervisor ends a pause early. */
  private static void pause(Duration pause) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped");
    }
    Thread.sleep(pause.toMillis());
  }

  private void post(State state, String message) {
    statuses.accept(new EngineStatus(state, 0, 0, restarts, "", message));
  }
}
