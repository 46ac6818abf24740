package org.conclave.engine.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.LaunchSecret;

/**
 * {@code engine-sidecar --port N [--post-quantum]}: serves the engine contract on 127.0.0.1:N until
 * its standard input closes.
 *
 * <p>The first 32 bytes of standard input are the launch secret. Once connections are accepted,
 * {@link EngineContract#READY_LINE} goes to standard output. The process holds nothing that is
 * worth a clean end, so that it halts at once when the host is gone.
 *
 * <p>Exit status: 0 standard input closed, 1 no secret or another fault, 2 wrong command line,
 * {@value EngineContract#EXIT_PORT_TAKEN} port taken.
 */
public final class EngineMain {
  private EngineMain() {}

  /** Starts the engine; see the class. */
  public static void main(String... arguments) {
    int status = start(System.in, System.out, System.err, arguments);
    if (status != 0) {
      Runtime.getRuntime().halt(status);
    }
  }

  private static int start(InputStream in, PrintStream out, PrintStream err, String... arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("engine-sidecar: " + e.getMessage());
      err.println(Options.USAGE);
      return 2;
    }
    try {
      EngineServer.start(options.port(), LaunchSecret.readFrom(in), options.suites(), err);
    } catch (PortTakenException e) {
      err.println("engine-sidecar: port " + options.port() + " of 127.0.0.1 is taken");
      return EngineContract.EXIT_PORT_TAKEN;
    } catch (EOFException e) {
      err.println("engine-sidecar: " + e.getMessage());
      return 1;
    } catch (IOException e) {
      err.println(
          "engine-sidecar: cannot listen on port " + options.port() + ": " + e.getMessage());
      return 1;
    }
    HostWatchdog.haltWhenClosed(in);
    out.println(EngineContract.READY_LINE);
    out.flush();
    return 0;
  }
}
