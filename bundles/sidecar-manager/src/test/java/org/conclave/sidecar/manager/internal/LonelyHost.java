package org.conclave.sidecar.manager.internal;

import java.time.Duration;
import org.conclave.api.engine.EngineStatus.State;

/** A host process for tests to kill: starts an engine and prints its pid. */
final class LonelyHost {
  private LonelyHost() {}

  public static void main(String... arguments) throws InterruptedException {
    StatusLog statuses = new StatusLog();
    EngineHost.start(
        EngineCommand.ofThisRuntime(SidecarFolder.path()),
        new CurrentEngine(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        EngineLauncher::freePort,
        statuses);
    System.out.println(statuses.await(State.READY).pid());
    System.out.flush();
    Thread.currentThread().join();
  }
}
