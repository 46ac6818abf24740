package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.PingResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine serves its contract and nothing else. */
final class ReflectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        "grpc.health.v1.Health/Check",
        "grpc.channelz.v1.Channelz/GetServers",
        "conclave.engine.v1.Engine/Unknown",
      })
  void nothingButTheContractIsServed(String method) throws Exception {
    LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
    try (EngineServer server = EngineServer.start(0, secret, System.err);
        Connection connection = Connection.to(server.port(), secret)) {
      assertThatThrownBy(() -> call(connection, method))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }
  }

  private static PingResponse call(Connection connection, String method) {
    MethodDescriptor<PingRequest, PingResponse> descriptor =
        EngineGrpc.getPingMethod().toBuilder()
            .setFullMethodName(method)
            .setType(MethodType.UNARY)
            .build();
    return ClientCalls.blockingUnaryCall(
        connection.channel(),
        descriptor,
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        PingRequest.getDefaultInstance());
  }
}
