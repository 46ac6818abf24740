package org.conclave.engine.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.LaunchSecret;

/** The engine as a real process, on the test's own class path. */
record ChildEngine(Process process, LaunchSecret secret, int port, BufferedReader output)
    implements AutoCloseable {
  static ChildEngine ready() throws IOException {
    int port = freePort();
    LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
    Process process = spawn("--port", Integer.toString(port));
    secret.writeTo(process.getOutputStream());
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine();
        !EngineContract.READY_LINE.equals(line);
        line = output.readLine()) {
      if (line == null) {
        throw new AssertionError("the engine ended before it was ready");
      }
    }
    return new ChildEngine(process, secret, port, output);
  }

  static Process spawn(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EngineMain.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  static int awaitExit(Process process) throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the engine does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
    secret.close();
  }
}
