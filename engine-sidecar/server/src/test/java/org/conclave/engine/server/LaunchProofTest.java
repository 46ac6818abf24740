package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.PingRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LaunchProofTest {
  private static final byte[] HTTP2_PREFACE_START = {'P', 'R', 'I'};

  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private EngineServer server;

  @BeforeEach
  void start() throws IOException {
    server = EngineServer.start(0, secret, System.err);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void engineAnswersNobodyWithoutTheSecret() {
    try (Connection connection = Connection.withoutProof(server.port())) {
      assertUnavailable(connection);
    }
  }

  @Test
  void hostSpeaksToNoEngineWithAnotherSecret() {
    try (Connection connection =
        Connection.to(server.port(), LaunchSecret.fresh(new SecureRandom()))) {
      assertUnavailable(connection);
    }
  }

  @Test
  void strangerOnThePortSeesNothingButAChallenge() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> seen =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket connection = stranger.accept()) {
                  byte[] challenge = connection.getInputStream().readNBytes(40);
                  connection.getOutputStream().write(new byte[64]);
                  byte[] more = connection.getInputStream().readAllBytes();
                  byte[] all = new byte[challenge.length + more.length];
                  System.arraycopy(challenge, 0, all, 0, challenge.length);
                  System.arraycopy(more, 0, all, challenge.length, more.length);
                  return all;
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (Connection connection = Connection.to(stranger.getLocalPort(), secret)) {
        assertUnavailable(connection);
      }
      assertThat(seen.get(10, TimeUnit.SECONDS)).hasSize(40).startsWith("CNCLAVE1".getBytes());
    }
  }

  @Test
  void reconnectionIsProvenAnew() throws IOException {
    try (Connection connection = Connection.to(server.port(), secret)) {
      connection.engine().ping(PingRequest.getDefaultInstance());
      int port = server.port();
      server.close();
      server = EngineServer.start(port, LaunchSecret.fresh(new SecureRandom()), System.err);
      assertUnavailable(connection);
    }
  }

  @Test
  void engineClosesWhoeverDoesNotChallenge() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      byte[] nonsense = new byte[64];
      System.arraycopy(HTTP2_PREFACE_START, 0, nonsense, 0, HTTP2_PREFACE_START.length);
      socket.getOutputStream().write(nonsense);
      assertThat(endsWithoutAByte(socket)).isTrue();
    }
  }

  @Test
  void idleConnectionsAreBoundedAndClosed() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      Socket last = idle.get(39);
      last.setSoTimeout(4_000);
      assertThat(endsWithoutAByte(last)).isTrue();
      for (Socket socket : idle) {
        socket.close();
      }
      try (Connection connection = Connection.to(server.port(), secret)) {
        assertThat(
                connection
                    .engine()
                    .withWaitForReady()
                    .ping(PingRequest.getDefaultInstance())
                    .getContract())
            .isEqualTo(1);
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static boolean endsWithoutAByte(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    try {
      return in.read() == -1;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private static void assertUnavailable(Connection connection) {
    assertThatThrownBy(() -> connection.engine().ping(PingRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }
}
