package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateIdentityRequest;
import org.conclave.proto.engine.v1.CreateIdentityResponse;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.Signer;
import org.junit.jupiter.api.Test;

/** The hybrid cipher suite through the contract: with the option, and without. */
final class PostQuantumCallsTest {
  private static final int SUITE = CipherSuites.X_WING;

  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private final PrintStream faults =
      new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

  @Test
  void anEngineThatOffersItCarriesAGroup() throws Exception {
    try (EngineServer server =
            EngineServer.start(0, secret, OfferedSuites.WITH_POST_QUANTUM, faults);
        Connection connection = Connection.to(server.port(), secret)) {
      assertThat(suites(connection)).contains(1, SUITE);
      Participant alice = new Participant(signer(connection, "alice"), connection::engine);
      Participant bob = new Participant(signer(connection, "bob"), connection::engine);
      alice.found(ByteString.copyFrom(new byte[32]));
      CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
      CommitCreated added =
          alice.commit(CommitRequest.newBuilder().addAddKeyPackages(keyPackage.getKeyPackage()));
      alice.go(added.getState());
      bob.join(added.getWelcome(), keyPackage);
      assertThat(bob.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
      assertThat(alice.process(bob.encrypt("hello")).getApplication().getContent())
          .isEqualTo(ByteString.copyFromUtf8("hello"));
    }
  }

  @Test
  void anEngineThatDoesNotOfferItRefusesIt() throws Exception {
    try (EngineServer server = EngineServer.start(0, secret, faults);
        Connection connection = Connection.to(server.port(), secret)) {
      assertThat(suites(connection)).doesNotContain(SUITE);
      assertThatThrownBy(() -> signer(connection, "alice"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
  }

  @Test
  void theOptionIsReadFromTheCommandLine() {
    assertThat(Options.parse("--port", "4000").suites()).isEqualTo(OfferedSuites.RFC_9420);
    assertThat(Options.parse("--port", "4000", "--post-quantum").suites())
        .isEqualTo(OfferedSuites.WITH_POST_QUANTUM);
  }

  private static Iterable<Integer> suites(Connection connection) {
    return connection.engine().ping(PingRequest.getDefaultInstance()).getCipherSuitesList();
  }

  private static Signer signer(Connection connection, String name) {
    CreateIdentityResponse identity =
        connection
            .engine()
            .createIdentity(CreateIdentityRequest.newBuilder().setCipherSuite(SUITE).build());
    return Signer.newBuilder()
        .setCipherSuite(SUITE)
        .setIdentity(ByteString.copyFromUtf8(name))
        .setSignatureKey(identity.getSignatureKey())
        .setSignaturePrivateKey(identity.getSignaturePrivateKey())
        .build();
  }
}
