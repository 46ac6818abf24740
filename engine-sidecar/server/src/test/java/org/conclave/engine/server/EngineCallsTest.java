package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.conclave.proto.engine.launch.EngineContract;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CommitResponse;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.Encrypted;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.InspectKeyPackageRequest;
import org.conclave.proto.engine.v1.InspectKeyPackageResponse;
import org.conclave.proto.engine.v1.MemberChange;
import org.conclave.proto.engine.v1.PeekSendersRequest;
import org.conclave.proto.engine.v1.PeekSendersResponse;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.Rejected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call of the contract, over a real connection. */
final class EngineCallsTest {
  private static final ByteString GROUP = ByteString.copyFrom(new byte[32]);

  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private final ByteArrayOutputStream faults = new ByteArrayOutputStream();
  private EngineServer server;
  private Connection connection;
  private Participant alice;
  private Participant bob;

  @BeforeEach
  void start() throws IOException {
    server = EngineServer.start(0, secret, new PrintStream(faults, true, StandardCharsets.UTF_8));
    connection = Connection.to(server.port(), secret);
    alice = new Participant("alice", connection::engine);
    bob = new Participant("bob", connection::engine);
    alice.found(GROUP);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  @Test
  void pingTellsContractAndSuites() {
    var pong = connection.engine().ping(PingRequest.getDefaultInstance());
    assertThat(pong.getContract()).isEqualTo(EngineContract.VERSION);
    assertThat(pong.getCipherSuitesList()).contains(1);
    assertThat(pong.getPid()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void membersTalkAcrossAddAndRemove() {
    addBob();
    Participant carol = new Participant("carol", connection::engine);
    CreateKeyPackageResponse keyPackage = carol.createKeyPackage();
    CommitCreated added = alice.commit(adding(keyPackage));
    alice.go(added.getState());
    ProcessMessageResponse processed = bob.process(added.getCommit());
    assertThat(processed.getCommit().getState().getSummary().getChanges(0).getChange())
        .isEqualTo(MemberChange.Change.ADDED);
    carol.join(added.getWelcome(), keyPackage);
    assertThat(List.of(bob.epochAuthenticator(), carol.epochAuthenticator()))
        .containsOnly(alice.epochAuthenticator());

    ByteString hello = carol.encrypt("hello from carol");
    for (Participant reader : List.of(alice, bob)) {
      ProcessMessageResponse read = reader.process(hello);
      assertThat(read.getApplication().getContent().toStringUtf8()).isEqualTo("hello from carol");
      assertThat(read.getApplication().getSenderIdentity().toStringUtf8()).isEqualTo("carol");
    }

    CommitCreated removed =
        alice.commit(CommitRequest.newBuilder().addRemoveLeaves(1)); // bob's leaf
    alice.go(removed.getState());
    assertThat(bob.process(removed.getCommit()).getCommit().getRemovedSelf()).isTrue();
    carol.process(removed.getCommit());
    assertThat(carol.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
    assertThat(bob.process(alice.encrypt("without bob")).hasWrongEpoch()).isTrue();
  }

  @Test
  void treeThatTheEngineHasIsNotAskedFor() {
    addBob();
    alice.commit(CommitRequest.newBuilder().setUpdate(true));
    bob.process(alice.encrypt("one"));
    assertThat(alice.treeQuestions + bob.treeQuestions).isZero();
  }

  @Test
  void freshEngineRebuildsTheTreeFromItsSegments() throws IOException {
    addBob();
    for (int i = 0; i < 3; i++) {
      CommitCreated commit = alice.commit(CommitRequest.newBuilder().setUpdate(true));
      alice.go(commit.getState());
      bob.process(commit.getCommit());
    }
    try (EngineServer fresh = EngineServer.start(0, secret, System.err);
        Connection other = Connection.to(fresh.port(), secret)) {
      CommitRequest.Builder request =
          CommitRequest.newBuilder()
              .setSigner(alice.signer())
              .setNow(Participant.now())
              .setUpdate(true)
              .setState(alice.stateOnly());
      CommitResponse asked = other.engine().commit(request.build());
      assertThat(asked.getNeedTree().getTreeHash()).isEqualTo(alice.state().getTreeHash());
      CommitResponse made = other.engine().commit(request.setState(alice.wholeState()).build());
      assertThat(bob.process(made.getCreated().getCommit()).hasCommit()).isTrue();
      assertThat(bob.epochAuthenticator())
          .isEqualTo(made.getCreated().getState().getSummary().getEpochAuthenticator());
    }
  }

  @Test
  void engineAsksForTheRowsItNeeds() {
    addBob();
    bob.process(alice.encrypt("one"));
    assertThat(alice.rowQuestions).isPositive();
    assertThat(bob.rowQuestions).isPositive();
  }

  @Test
  void peekedRowsAreThoseThatProcessingNeeds() {
    addBob();
    ByteString message = alice.encrypt("one");
    PeekSendersResponse answer =
        connection
            .engine()
            .peekSenders(
                PeekSendersRequest.newBuilder()
                    .setState(bob.stateOnly())
                    .addMessages(message)
                    .addMessages(ByteString.copyFrom(new byte[] {0, 1, 0}))
                    .build());
    var sender = answer.getSenders().getSenders(0).getSender();
    assertThat(sender.getLeaf()).isZero();
    assertThat(sender.getGeneration()).isZero();
    assertThat(sender.getRowsList()).isNotEmpty();
    assertThat(answer.getSenders().getSenders(1).getRejected().getCode())
        .isEqualTo(Rejected.Code.MALFORMED);
  }

  @Test
  void repeatedCallChangesNothing() {
    addBob();
    Encrypted first = alice.encryptOnly("same");
    Encrypted second = alice.encryptOnly("same");
    assertThat(first.getGeneration()).isEqualTo(second.getGeneration());
    assertThat(first.getMessage()).isNotEqualTo(second.getMessage());
    assertThat(bob.processOnly(first.getMessage()).hasApplication()).isTrue();
    assertThat(bob.processOnly(first.getMessage()).hasApplication()).isTrue();
    assertThat(bob.process(second.getMessage()).hasApplication()).isTrue();
  }

  @Test
  void replayIsRecognised() {
    addBob();
    ByteString message = alice.encrypt("once");
    bob.process(message);
    assertThat(bob.process(message).getRejected().getCode()).isEqualTo(Rejected.Code.REPLAYED);
  }

  @Test
  void retiredSecretsStillReadLateMessages() {
    addBob();
    ByteString late = alice.encrypt("late");
    GroupState.Builder before = bob.wholeState();
    CommitCreated commit = alice.commit(CommitRequest.newBuilder().setUpdate(true));
    alice.go(commit.getState());
    bob.process(commit.getCommit());
    ProcessMessageResponse answer =
        connection
            .engine()
            .processMessage(
                ProcessMessageRequest.newBuilder()
                    .setState(before.setSecrets(bob.state().getRetiredSecrets()))
                    .setMessage(late)
                    .setNow(Participant.now())
                    .build());
    assertThat(answer.getApplication().getContent().toStringUtf8()).isEqualTo("late");
  }

  @Test
  void keyPackageIsInspected() {
    CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
    InspectKeyPackageResponse valid = inspect(keyPackage.getKeyPackage(), Participant.now());
    assertThat(valid.getValid().getReference()).isEqualTo(keyPackage.getReference());
    assertThat(valid.getValid().getIdentity().toStringUtf8()).isEqualTo("bob");
    InspectKeyPackageResponse expired =
        inspect(keyPackage.getKeyPackage(), Participant.now() + 10_000);
    assertThat(expired.getRejected().getCode()).isEqualTo(Rejected.Code.INVALID);
  }

  @Test
  void mismatchedStateIsAFailedPrecondition() {
    assertStatus(
        Status.Code.FAILED_PRECONDITION,
        () ->
            connection
                .engine()
                .encryptMessage(
                    EncryptMessageRequest.newBuilder()
                        .setSigner(alice.signer())
                        .setState(
                            alice.wholeState().setSecrets(ByteString.copyFromUtf8("nonsense")))
                        .build()));
  }

  @Test
  void foreignSignerIsAnInvalidArgument() {
    assertStatus(
        Status.Code.INVALID_ARGUMENT,
        () ->
            connection
                .engine()
                .commit(
                    CommitRequest.newBuilder()
                        .setSigner(bob.signer())
                        .setState(alice.wholeState())
                        .setNow(Participant.now())
                        .build()));
  }

  @Test
  void oversizedMessageIsRefusedAndTheConnectionLives() {
    ByteString huge = ByteString.copyFrom(new byte[EngineContract.MAX_MESSAGE_BYTES + 1]);
    assertStatus(
        Status.Code.RESOURCE_EXHAUSTED,
        () ->
            connection
                .engine()
                .inspectKeyPackage(
                    InspectKeyPackageRequest.newBuilder().setKeyPackage(huge).build()));
    assertThat(connection.engine().ping(PingRequest.getDefaultInstance()).getContract())
        .isEqualTo(EngineContract.VERSION);
  }

  @Test
  void noErrorHoldsASecret() {
    String canary = "canary-0123456789-canary-01234567";
    ByteString canaries = ByteString.copyFromUtf8(canary);
    var signer = alice.signer().toBuilder().setSignaturePrivateKey(canaries).build();
    List<Runnable> faulty =
        List.of(
            () ->
                connection
                    .engine()
                    .encryptMessage(
                        EncryptMessageRequest.newBuilder()
                            .setSigner(alice.signer())
                            .setContent(canaries)
                            .setState(alice.wholeState().setSecrets(canaries))
                            .build()),
            () ->
                connection
                    .engine()
                    .encryptMessage(
                        EncryptMessageRequest.newBuilder()
                            .setSigner(alice.signer())
                            .setContent(canaries)
                            .setState(alice.wholeState().setEpoch(canaries))
                            .build()),
            () ->
                connection
                    .engine()
                    .commit(
                        CommitRequest.newBuilder()
                            .setSigner(signer)
                            .setState(alice.wholeState())
                            .setUpdate(true)
                            .setNow(Participant.now())
                            .build()));
    for (Runnable call : faulty) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> {
                assertThat(failure.getMessage()).doesNotContain("canary");
                assertThat(failure.getStatus().getCode())
                    .isIn(
                        Status.Code.FAILED_PRECONDITION,
                        Status.Code.INVALID_ARGUMENT,
                        Status.Code.INTERNAL);
              });
    }
    assertThat(faults.toString(StandardCharsets.UTF_8)).doesNotContain("canary");
  }

  private void addBob() {
    CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
    CommitCreated commit = alice.commit(adding(keyPackage));
    alice.go(commit.getState());
    assertThat(bob.join(commit.getWelcome(), keyPackage).getJoined().getKeyPackageReference())
        .isEqualTo(keyPackage.getReference());
  }

  private static CommitRequest.Builder adding(CreateKeyPackageResponse keyPackage) {
    return CommitRequest.newBuilder().addAddKeyPackages(keyPackage.getKeyPackage());
  }

  private InspectKeyPackageResponse inspect(ByteString keyPackage, long now) {
    return connection
        .engine()
        .inspectKeyPackage(
            InspectKeyPackageRequest.newBuilder().setKeyPackage(keyPackage).setNow(now).build());
  }

  private static void assertStatus(Status.Code expected, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(expected));
  }
}
