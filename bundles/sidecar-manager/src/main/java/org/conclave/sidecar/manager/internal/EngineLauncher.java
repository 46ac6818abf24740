package org.conclave.sidecar.manager.internal;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.function.IntSupplier;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.PingResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings up one engine: a free port, a process, a connection, a ping. Called on one thread. */
final class EngineLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLauncher.class);
  private static final int PORT_ATTEMPTS = 5;
  private static final long READY_SECONDS = 20;
  private static final long PING_MILLIS = 10_000;

  private final EngineCommand command;
  private final GrpcRuntime runtime;
  private final SecureRandom random;
  private final IntSupplier ports;

  /**
   * @param ports suggests ports that are probably free, 0 where none can be had
   */
  EngineLauncher(
      EngineCommand command, GrpcRuntime runtime, SecureRandom random, IntSupplier ports) {
    this.command = command;
    this.runtime = runtime;
    this.random = random;
    this.ports = ports;
  }

  /**
   * A port that was free a moment ago. Another process may take it first: then the engine says so
   * and the next one is tried.
   */
  static int freePort() {
    try (ServerSocket probe = new ServerSocket()) {
      InetSocketAddress any = EngineLink.loopback(0);
      probe.bind(any);
      return probe.getLocalPort();
    } catch (IOException e) {
      LOG.warn("no free port on 127.0.0.1", e);
      return 0;
    }
  }

  /** Blocks until the engine has answered, or throws; leaves no process behind when it throws. */
  RunningEngine launch() throws LaunchFailure, InterruptedException {
    for (int attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
      int port = ports.getAsInt();
      LaunchSecret secret = LaunchSecret.fresh(random);
      EngineProcess process = spawn(port, secret);
      boolean kept = false;
      try {
        if (process.awaitReady(READY_SECONDS)) {
          RunningEngine engine = connect(process, port, secret);
          kept = true;
          return engine;
        }
        if (!process.awaitExit(500)) {
          throw new LaunchFailure("it was not ready within " + READY_SECONDS + " s");
        }
        if (process.exitStatus() != EngineContract.EXIT_PORT_TAKEN) {
          throw new LaunchFailure("it ended at once with status " + process.exitStatus());
        }
        LOG.info("port {} was taken before the engine had it", port);
      } finally {
        if (!kept) {
          process.close();
          secret.close();
        }
      }
    }
    throw new LaunchFailure("each of " + PORT_ATTEMPTS + " ports was taken by another program");
  }

  private EngineProcess spawn(int port, LaunchSecret secret) throws LaunchFailure {
    try {
      return EngineProcess.spawn(command.forPort(port), secret);
    } catch (IOException e) {
      secret.close();
      throw new LaunchFailure("it cannot be run (" + e.getMessage() + ")", e);
    }
  }

  private RunningEngine connect(EngineProcess process, int port, LaunchSecret secret)
      throws LaunchFailure {
    EngineLink link = EngineLink.to(port, secret, random, runtime);
    try {
      PingResponse pong = link.ping(PING_MILLIS);
      if (pong.getContract() != EngineContract.VERSION || pong.getPid() != process.pid()) {
        throw new LaunchFailure("it does not belong to this version of Conclave");
      }
      RunningEngine engine = new RunningEngine(process, link, port, pong.getVersion());
      link = null;
      return engine;
    } catch (StatusRuntimeException e) {
      throw new LaunchFailure("it does not answer", e);
    } finally {
      if (link != null) {
        link.close();
      }
    }
  }
}
