package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.BatchDone;
import org.conclave.proto.engine.v1.BatchRows;
import org.conclave.proto.engine.v1.BatchStart;
import org.conclave.proto.engine.v1.BatchTree;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.PingRequest;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.Rejected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many messages over one stream. */
final class MessageBatchTest {
  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private EngineServer server;
  private Connection connection;
  private Participant alice;
  private Participant bob;
  private Participant carol;

  @BeforeEach
  void start() throws IOException {
    server = EngineServer.start(0, secret, System.err);
    connection = Connection.to(server.port(), secret);
    alice = new Participant("alice", connection::engine);
    bob = new Participant("bob", connection::engine);
    carol = new Participant("carol", connection::engine);
    alice.found(ByteString.copyFrom(new byte[32]));
    CreateKeyPackageResponse bobs = bob.createKeyPackage();
    CreateKeyPackageResponse carols = carol.createKeyPackage();
    CommitCreated both =
        alice.commit(
            CommitRequest.newBuilder()
                .addAddKeyPackages(bobs.getKeyPackage())
                .addAddKeyPackages(carols.getKeyPackage()));
    alice.go(both.getState());
    bob.join(both.getWelcome(), bobs);
    carol.join(both.getWelcome(), carols);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  @Test
  void outcomesAndRowsAreThoseOfSingleCalls() throws Exception {
    List<ByteString> messages = shuffledTalk();
    Participant single = twin(bob);
    List<String> expected = new ArrayList<>();
    for (ByteString message : messages) {
      expected.add(content(single.process(message)));
    }
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      BatchDone first = batch.process(messages.subList(0, 11));
      BatchDone second = batch.process(messages.subList(11, messages.size()));
      assertThat(first.getAnswered()).isEqualTo(11);
      assertThat(second.getAnswered()).isEqualTo(messages.size());
      assertThat(batch.outcomes).extracting(MessageBatchTest::content).isEqualTo(expected);
    }
    assertThat(bob.rows()).isEqualTo(single.rows());
  }

  @Test
  void rowsAreAskedForOnceAndReturnedOnce() throws Exception {
    List<ByteString> messages = shuffledTalk();
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      BatchDone done = batch.process(messages);
      batch.process(List.of(alice.encrypt("one more")));
      assertThat(batch.rowQuestions).isEqualTo(1);
      assertThat(done.getPutRowsList()).doesNotHaveDuplicates();
      assertThat(batch.outcomes)
          .allSatisfy(outcome -> assertThat(outcome.getApplication().getPutRowsList()).isEmpty());
    }
  }

  @Test
  void brokenMessageKeepsNoOtherFromBeingOpened() throws Exception {
    byte[] damaged = alice.encrypt("damaged").toByteArray();
    damaged[damaged.length - 1] ^= 1;
    ByteString genuine = alice.encrypt("genuine");
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.process(
          List.of(
              ByteString.copyFrom(damaged),
              ByteString.copyFrom(new byte[] {0, 1, 0, 2, 0}),
              ByteString.EMPTY,
              genuine,
              genuine));
      assertThat(batch.outcomes)
          .extracting(outcome -> outcome.getRejected().getCode())
          .containsExactly(
              Rejected.Code.DECRYPTION_FAILED,
              Rejected.Code.MALFORMED,
              Rejected.Code.MALFORMED,
              Rejected.Code.CODE_UNSPECIFIED,
              Rejected.Code.REPLAYED);
      assertThat(content(batch.outcomes.get(3))).isEqualTo("genuine");
    }
  }

  @Test
  void messageWhoseRowsAreGoneIsReplayed() throws Exception {
    ByteString message = alice.encrypt("once");
    bob.apply(List.of(), List.copyOf(bob.rows().keySet()));
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.process(List.of(message));
      assertThat(batch.outcomes.get(0).getRejected().getCode()).isEqualTo(Rejected.Code.REPLAYED);
    }
  }

  @Test
  void commitEndsTheBatch() throws Exception {
    ByteString before = carol.encrypt("before");
    CommitCreated commit = alice.commit(CommitRequest.newBuilder().setUpdate(true));
    ByteString after = carol.encrypt("after");
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      BatchDone done = batch.process(List.of(before, commit.getCommit(), after));
      assertThat(done.getEnded()).isTrue();
      assertThat(done.getAnswered()).isEqualTo(2);
      assertThat(batch.outcomes).hasSize(2);
      assertThat(batch.outcomes.get(1).getCommit().getState().getSummary().getEpochAuthenticator())
          .isEqualTo(commit.getState().getSummary().getEpochAuthenticator());
      assertThat(batch.next()).isNull();
    }
    // The state before is whole: what came behind the commit opens in a batch of its own.
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.process(List.of(after));
      assertThat(content(batch.outcomes.get(0))).isEqualTo("after");
    }
  }

  @Test
  void messageOfAnotherEpochSaysSo() throws Exception {
    ByteString old = alice.encrypt("old");
    CommitCreated commit = alice.commit(CommitRequest.newBuilder().setUpdate(true));
    bob.process(commit.getCommit());
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.process(List.of(old));
      assertThat(batch.outcomes.get(0).hasWrongEpoch()).isTrue();
    }
  }

  @Test
  void engineWithoutTheTreeAsksForItOnce() throws Exception {
    ByteString message = alice.encrypt("hello");
    try (EngineServer fresh = EngineServer.start(0, secret, System.err);
        Connection other = Connection.to(fresh.port(), secret);
        BatchHost batch = BatchHost.open(other, bob)) {
      batch.process(List.of(message));
      batch.process(List.of(alice.encrypt("again")));
      assertThat(batch.outcomes).extracting(MessageBatchTest::content).contains("hello", "again");
      assertThat(batch.treeQuestions).isEqualTo(1);
    }
  }

  @Test
  void batchWithoutMessagesIsDone() throws Exception {
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      assertThat(batch.process(List.of()).getAnswered()).isZero();
      batch.halfClose();
      assertThat(batch.next()).isNull();
    }
  }

  @Test
  void framesOutOfTurnAreMisuse() throws Exception {
    ProcessMessagesRequest.Builder rows =
        ProcessMessagesRequest.newBuilder().setRows(BatchRows.getDefaultInstance());
    try (BatchHost batch = BatchHost.unopened(connection, bob)) {
      batch.send(List.of());
      assertMisuse(batch);
    }
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.send(rows);
      assertMisuse(batch);
    }
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.send(ProcessMessagesRequest.newBuilder().setTree(BatchTree.getDefaultInstance()));
      assertMisuse(batch);
    }
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.send(ProcessMessagesRequest.newBuilder().setStart(BatchStart.getDefaultInstance()));
      assertMisuse(batch);
    }
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.send(ProcessMessagesRequest.newBuilder());
      assertMisuse(batch);
    }
    ByteString message = alice.encrypt("hello");
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.send(List.of(message));
      assertThat(batch.next().hasNeedRows()).isTrue();
      batch.send(List.of(message));
      assertMisuse(batch);
    }
  }

  @Test
  void rowThatWasNotAskedForIsMisuse() throws Exception {
    ByteString message = alice.encrypt("hello");
    bob.process(alice.encrypt("so that there are rows"));
    Participant stranger = twin(bob);
    CommitCreated commit = alice.commit(CommitRequest.newBuilder().setUpdate(true));
    bob.process(commit.getCommit());
    try (BatchHost batch = BatchHost.open(connection, stranger)) {
      batch.send(List.of(carol.encrypt("hello")));
      var asked = batch.next().getNeedRows().getKeysList();
      var unasked =
          stranger.rows().values().stream().filter(row -> !asked.contains(row.getKey())).toList();
      assertThat(unasked).isNotEmpty();
      batch.send(
          ProcessMessagesRequest.newBuilder().setRows(BatchRows.newBuilder().addAllRows(unasked)));
      assertMisuse(batch);
    }
    assertThat(content(stranger.process(message))).isEqualTo("hello");
  }

  @Test
  void tooManyMessagesInAFrameAreMisuse() throws Exception {
    try (BatchHost batch = BatchHost.open(connection, bob)) {
      batch.send(Collections.nCopies(1_025, ByteString.EMPTY));
      assertMisuse(batch);
    }
  }

  @Test
  void engineOutlivesABatchThatIsCutOff() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (BatchHost batch = BatchHost.open(connection, bob)) {
        batch.send(List.of(alice.encrypt("hello")));
      }
    }
    assertThat(connection.engine().ping(PingRequest.getDefaultInstance()).getContract())
        .isEqualTo(1);
  }

  /** What alice and carol say, in an order in which nobody said it. */
  private List<ByteString> shuffledTalk() {
    List<ByteString> messages = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      messages.add(alice.encrypt("alice " + i));
      messages.add(carol.encrypt("carol " + i));
    }
    Collections.shuffle(messages, new Random(1));
    return messages;
  }

  /** The same member, with the same state, once more. */
  private Participant twin(Participant member) {
    Participant twin = new Participant("twin", connection::engine);
    twin.go(member.state());
    twin.apply(List.of(), List.copyOf(twin.rows().keySet()));
    twin.apply(List.copyOf(member.rows().values()), List.of());
    return twin;
  }

  private static String content(ProcessMessageResponse outcome) {
    return outcome.getApplication().getContent().toStringUtf8();
  }

  private static void assertMisuse(BatchHost batch) {
    assertThatThrownBy(batch::next)
        .isInstanceOfSatisfying(
            StatusException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }
}
