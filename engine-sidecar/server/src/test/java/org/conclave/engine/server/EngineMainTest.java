package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.v1.PingRequest;
import org.junit.jupiter.api.Test;

/** The engine as a process: how it starts and how it ends. */
final class EngineMainTest {
  @Test
  void endsWhenStandardInputCloses() throws Exception {
    try (ChildEngine engine = ChildEngine.ready();
        Connection connection = Connection.to(engine.port(), engine.secret())) {
      assertThat(connection.engine().ping(PingRequest.getDefaultInstance()).getPid())
          .isEqualTo(engine.process().pid());
      engine.process().getOutputStream().close();
      assertThat(ChildEngine.awaitExit(engine.process())).isZero();
    }
  }

  @Test
  void unknownOptionsEndWithStatus2() throws Exception {
    for (String[] arguments :
        List.of(
            new String[] {"--host", "0.0.0.0"},
            new String[] {"--port"},
            new String[] {"--port", "0"},
            new String[] {"--port", "70000"},
            new String[] {"--port", "1", "--verbose"},
            new String[] {"--post-quantum"},
            new String[] {"--post-quantum", "--port", "1"},
            new String[] {"--port", "1", "--post-quantum", "--post-quantum"},
            new String[] {})) {
      assertThat(ChildEngine.awaitExit(ChildEngine.spawn(arguments))).isEqualTo(2);
    }
  }

  @Test
  void takenPortEndsWithStatus3AndSaysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Process process = ChildEngine.spawn("--port", Integer.toString(taken.getLocalPort()));
      process.getOutputStream().write(new byte[32]);
      process.getOutputStream().flush();
      assertThat(ChildEngine.awaitExit(process)).isEqualTo(EngineContract.EXIT_PORT_TAKEN);
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
    }
  }

  @Test
  void withoutASecretItEndsWithStatus1() throws Exception {
    Process process = ChildEngine.spawn("--port", Integer.toString(ChildEngine.freePort()));
    process.getOutputStream().close();
    assertThat(ChildEngine.awaitExit(process)).isEqualTo(1);
  }
}
