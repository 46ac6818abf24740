package org.conclave.sidecar.manager.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child process. Its standard input stays open for as long as this host lives: when it closes,
 * the engine ends, so that a host that is killed leaves no orphan. Thread-safe.
 */
final class EngineProcess implements AutoCloseable {
  private static final long FAREWELL_SECONDS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(EngineProcess.class);

  /** Without these a child cannot open a socket or a folder for temporary files on some systems. */
  private static final Set<String> INHERITED = Set.of("SystemRoot", "TMP", "TEMP", "TMPDIR");

  private static final int LINE_LIMIT = 2_000;

  private final Process process;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private EngineProcess(Process process) {
    this.process = process;
  }

  /**
   * Spawns {@code command} and hands it {@code secret}.
   *
   * @throws IOException if the command cannot be run
   */
  static EngineProcess spawn(List<String> command, LaunchSecret secret) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // An inherited JAVA_TOOL_OPTIONS could load an agent into the process that sees every secret.
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    EngineProcess spawned = new EngineProcess(builder.start());
    Thread output = new Thread(spawned::readOutput, "engine output " + spawned.pid());
    output.setDaemon(true);
    output.start();
    try {
      secret.writeTo(spawned.process.getOutputStream());
    } catch (IOException e) {
      // It died before it read. Whoever waits for it to be ready learns its exit status.
      LOG.debug("engine {} did not take the launch secret", spawned.pid(), e);
    }
    return spawned;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits until the engine accepts connections.
   *
   * @return false if it ended instead, or did not get there in time
   */
  boolean awaitReady(long seconds) throws InterruptedException {
    try {
      return ready.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("readiness is never completed with a failure", e);
    }
  }

  /** Waits for the process to end; true once it has. */
  boolean awaitExit(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Only after it has ended. */
  int exitStatus() {
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Closes its input, which ends it; kills it where it does not end by that. Waits until it is
   * gone.
   */
  @Override
  public void close() {
    closeInput();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("engine {} does not end although it was killed", pid());
        }
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.trace("the pipe to engine {} was closed already", pid(), e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(EngineContract.READY_LINE)) {
          ready.complete(true);
        } else {
          LOG.debug("engine {}: {}", pid(), line.substring(0, Math.min(line.length(), LINE_LIMIT)));
        }
      }
    } catch (IOException e) {
      LOG.debug("the output of engine {} ended", pid(), e);
    } finally {
      ready.complete(false);
    }
  }
}
