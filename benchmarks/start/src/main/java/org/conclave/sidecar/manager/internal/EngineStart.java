package org.conclave.sidecar.manager.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long an engine takes from its spawning to its first answered ping: the launcher that the
 * sidecar-manager uses, the engine's jars and its class-data archive as the distribution ships
 * them. In the launcher's package, since a second way to start an engine would measure that one.
 */
public final class EngineStart {
  private static final int UNMEASURED = 3;
  private static final int STARTS = 21;
  private static final double LIMIT_MILLIS = 400;

  private EngineStart() {}

  /**
   * @param arguments the folder of the engine's jars
   */
  public static void main(String[] arguments) throws Exception {
    Path sidecar = Path.of(arguments[0]);
    int feature = Runtime.version().feature();
    boolean archived = Files.isReadable(sidecar.resolve("engine-" + feature + ".jsa"));
    try (GrpcRuntime runtime = new GrpcRuntime(Thread.currentThread().getThreadGroup())) {
      EngineLauncher launcher =
          new EngineLauncher(
              EngineCommand.ofThisRuntime(sidecar),
              runtime,
              new SecureRandom(),
              EngineLauncher::freePort);
      for (int i = 0; i < UNMEASURED; i++) {
        start(launcher);
      }
      double[] millis = new double[STARTS];
      for (int i = 0; i < STARTS; i++) {
        millis[i] = start(launcher);
      }
      Arrays.sort(millis);
      double median = millis[STARTS / 2];
      System.out.printf(
          Locale.ROOT,
          "Engine, spawn to first ping (Java %d, %s class-data archive, %d starts)%n"
              + "shortest %.0f ms, median %.0f ms, longest %.0f ms  <= %.0f ms  %s%n",
          feature,
          archived ? "with a" : "without a",
          STARTS,
          millis[0],
          median,
          millis[STARTS - 1],
          LIMIT_MILLIS,
          median <= LIMIT_MILLIS ? "met" : "not met");
    }
    System.exit(0);
  }

  private static double start(EngineLauncher launcher) throws Exception {
    long before = System.nanoTime();
    try (RunningEngine engine = launcher.launch()) {
      return (System.nanoTime() - before) / 1e6;
    }
  }
}
