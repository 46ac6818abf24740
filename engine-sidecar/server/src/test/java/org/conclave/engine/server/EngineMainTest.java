package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.junit.jupiter.api.Test;

/** The engine as a process: how it starts, how it ends, what its death costs. */
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

  /** Kills engines under running calls; the same state goes on with the next engine. */
  @Test
  void killedEngineLosesNothing() throws Exception {
    AtomicReference<Connection> current = new AtomicReference<>();
    ChildEngine engine = ChildEngine.ready();
    current.set(Connection.to(engine.port(), engine.secret()));
    try {
      Participant alice = new Participant("alice", () -> current.get().engine());
      Participant bob = new Participant("bob", () -> current.get().engine());
      alice.found(ByteString.copyFrom(new byte[32]));
      CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
      CommitCreated commit =
          alice.commit(CommitRequest.newBuilder().addAddKeyPackages(keyPackage.getKeyPackage()));
      alice.go(commit.getState());
      bob.join(commit.getWelcome(), keyPackage);

      List<String> read = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        ChildEngine dying = engine;
        CompletableFuture<Void> killed =
            CompletableFuture.runAsync(dying.process()::destroyForcibly);
        for (int i = 0; i < 20; i++) {
          String text = "message " + round + "." + i;
          try {
            ProcessMessageResponse answer = bob.process(alice.encrypt(text));
            read.add(answer.getApplication().getContent().toStringUtf8());
          } catch (StatusRuntimeException e) {
            assertThat(e).matches(EngineMainTest::isBrokenConnection);
            engine = replace(engine, current);
            i--;
          }
        }
        killed.join();
        if (engine == dying) {
          engine = replace(engine, current);
        }
      }
      assertThat(read).hasSize(60).doesNotHaveDuplicates();
      assertThat(bob.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
    } finally {
      current.get().close();
      engine.close();
    }
  }

  /** UNAVAILABLE, or what gRPC says of a channel that it finds closed. */
  private static boolean isBrokenConnection(StatusRuntimeException failure) {
    return failure.getStatus().getCode() == Status.Code.UNAVAILABLE
        || failure.getStatus().getCause() instanceof ClosedChannelException;
  }

  private static ChildEngine replace(ChildEngine dead, AtomicReference<Connection> current)
      throws IOException, InterruptedException {
    current.get().close();
    ChildEngine.awaitExit(dead.process());
    dead.close();
    ChildEngine next = ChildEngine.ready();
    current.set(Connection.to(next.port(), next.secret()));
    return next;
  }
}
