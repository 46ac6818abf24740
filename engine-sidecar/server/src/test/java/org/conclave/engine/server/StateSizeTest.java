package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.KeyPackageRequest;
import org.conclave.mls.Lifetime;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.SignatureKeyPair;
import org.conclave.mls.Signer;
import org.conclave.mls.tree.Credential;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EncryptMessageResponse;
import org.conclave.proto.engine.v1.Encrypted;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What travels in a large group. 1,000 members in every build, since making them is most of the
 * work; {@code -Dconclave.members=10000} for the size that the design is for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StateSizeTest {
  private static final int MEMBERS = Integer.getInteger("conclave.members", 1_000);
  private static final int MOST_STATE_BYTES = 4 * 1024;

  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private EngineServer server;
  private Connection connection;
  private Participant alice;
  private Participant bob;
  private long most;

  @BeforeAll
  void found() throws Exception {
    server = EngineServer.start(0, secret, System.err);
    connection = Connection.to(server.port(), secret);
    alice = new Participant("alice", () -> connection.engine(120));
    bob = new Participant("bob", () -> connection.engine(120));
    alice.found(ByteString.copyFrom(new byte[32]));
    CreateKeyPackageResponse bobs = bob.createKeyPackage();
    CommitRequest.Builder adding = CommitRequest.newBuilder();
    MlsEngine mls = new MlsEngine();
    SecureRandom random = new SecureRandom();
    for (int i = 2; i < MEMBERS; i++) {
      adding.addAddKeyPackages(keyPackage(mls, "member " + i, random));
    }
    adding.addAddKeyPackages(bobs.getKeyPackage());
    CommitCreated created = alice.commit(adding);
    alice.go(created.getState());
    bob.join(created.getWelcome(), bobs);
    assertThat(bob.state().getSummary().getMemberCount()).isEqualTo(MEMBERS);
  }

  @AfterAll
  void stop() {
    connection.close();
    server.close();
  }

  @Test
  void applicationMessageMovesAtMostFourKibibytesOfState() {
    for (int i = 0; i < 5; i++) {
      Encrypted encrypted = encrypt(connection);
      alice.apply(encrypted.getPutRowsList(), encrypted.getDeleteRowsList());
      ProcessMessageResponse read = process(connection, encrypted.getMessage());
      assertThat(read.getApplication().getContent().toStringUtf8()).isEqualTo("hello");
      assertThat(process(connection, encrypted.getMessage())).isEqualTo(read);
      bob.apply(read.getApplication().getPutRowsList(), read.getApplication().getDeleteRowsList());
    }
    System.out.printf("%d members: at most %d bytes of state per message%n", MEMBERS, most);
    assertThat(most).isPositive();
  }

  @Test
  void engineThatDoesNotHoldTheTreeAsksForItWhereOneIsNeeded() throws Exception {
    ByteString message = encrypt(connection).getMessage();
    try (EngineServer fresh = EngineServer.start(0, secret, System.err);
        Connection other = Connection.to(fresh.port(), secret)) {
      assertThat(encrypt(other).getMessage()).isNotEmpty();
      ProcessMessageRequest.Builder request =
          ProcessMessageRequest.newBuilder().setMessage(message).setNow(Participant.now());
      GroupState.Builder state = bob.stateOnly().addAllRows(bob.rows().values());
      assertThat(
              other
                  .engine()
                  .processMessage(request.setState(state).build())
                  .getNeedTree()
                  .getTreeHash())
          .isEqualTo(bob.state().getTreeHash());
      state.addAllTree(bob.tree());
      assertThat(other.engine(120).processMessage(request.setState(state).build()).hasApplication())
          .isTrue();
      // And from now on it holds it.
      assertThat(
              other
                  .engine()
                  .processMessage(request.setState(state.clearTree()).build())
                  .hasApplication())
          .isTrue();
    }
  }

  private Encrypted encrypt(Connection to) {
    EncryptMessageRequest.Builder request =
        EncryptMessageRequest.newBuilder()
            .setSigner(alice.signer())
            .setContent(ByteString.copyFromUtf8("hello"))
            .setState(alice.stateOnly());
    count(request.getState());
    EncryptMessageResponse answer = to.engine().encryptMessage(request.build());
    assertThat(answer.hasNeedRows()).isTrue();
    request.getStateBuilder().addAllRows(alice.existing(answer.getNeedRows().getKeysList()));
    count(request.getState());
    Encrypted encrypted = to.engine().encryptMessage(request.build()).getEncrypted();
    count(encrypted.getPutRowsList(), encrypted.getDeleteRowsList());
    return encrypted;
  }

  private ProcessMessageResponse process(Connection to, ByteString message) {
    ProcessMessageRequest.Builder request =
        ProcessMessageRequest.newBuilder()
            .setMessage(message)
            .setNow(Participant.now())
            .setState(bob.stateOnly());
    count(request.getState());
    ProcessMessageResponse answer = to.engine().processMessage(request.build());
    assertThat(answer.hasNeedRows()).isTrue();
    request.getStateBuilder().addAllRows(bob.existing(answer.getNeedRows().getKeysList()));
    count(request.getState());
    ProcessMessageResponse read = to.engine().processMessage(request.build());
    count(read.getApplication().getPutRowsList(), read.getApplication().getDeleteRowsList());
    return read;
  }

  private void count(MessageLite state) {
    count(List.of(state), List.of());
  }

  private void count(List<? extends MessageLite> some, List<? extends MessageLite> others) {
    long bytes =
        some.stream().mapToLong(MessageLite::getSerializedSize).sum()
            + others.stream().mapToLong(MessageLite::getSerializedSize).sum();
    assertThat(bytes).isLessThanOrEqualTo(MOST_STATE_BYTES);
    most = Math.max(most, bytes);
  }

  private static ByteString keyPackage(MlsEngine mls, String name, SecureRandom random) {
    SignatureKeyPair keys = mls.createIdentity(1, random);
    Signer signer =
        new Signer(
            1,
            new Credential.Basic(name.getBytes(StandardCharsets.UTF_8)),
            keys.publicKey(),
            keys.privateKey());
    Lifetime lifetime = new Lifetime(Participant.now() - 60, Participant.now() + 3_600);
    return ByteString.copyFrom(
        mls.createKeyPackage(
                new KeyPackageRequest(signer, lifetime, false, List.of(0xF0C1)), random)
            .keyPackage());
  }
}
