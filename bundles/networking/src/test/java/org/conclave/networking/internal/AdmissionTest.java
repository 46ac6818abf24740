package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.api.network.NetworkException;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ProtocolNotSupportedException;
import org.conclave.libp2p.Stream;
import org.conclave.proto.wire.v1.AdmissionVerdict;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
  private static final Duration GATE = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final TestNetwork network = new TestNetwork();

  @AfterEach
  void close() {
    network.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ipfs/id/1.0.0",
        "/ipfs/id/push/1.0.0",
        "/ipfs/ping/1.0.0",
        "/meshsub/1.2.0",
        "/meshsub/1.1.0",
        "/meshsub/1.0.0",
        "/conclave/sync/1.0.0",
        "/conclave/keys/1.0.0",
        "/conclave/welcome/1.0.0",
        "/conclave/removal/1.0.0",
        "/conclave/ledger/1.0.0",
        "/conclave/peers/1.0.0",
        "/conclave/unheard-of/1.0.0"
      })
  void unadmittedPeerIsRefusedEveryProtocol(String protocol) throws Exception {
    TestNode ada = network.newcomer("ada").start();
    for (String offered : List.of("keys", "welcome", "removal", "ledger")) {
      ada.offered().add(new EchoHandler("/conclave/" + offered + "/1.0.0"));
    }
    try (RawPeer stranger = new RawPeer("mallory")) {
      Connection connection = stranger.connect(ada);

      assertThatThrownBy(() -> connection.newStream(List.of(protocol)).get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ProtocolNotSupportedException.class);
      assertThat(ada.node().peers()).isEmpty();
    }
  }

  @Test
  void peerThatSaysNothingIsDroppedAfterThreeSeconds() throws Exception {
    TestNode ada = network.newcomer("ada").start();
    try (RawPeer stranger = new RawPeer("mallory")) {
      Connection connection = stranger.connect(ada);
      long begin = System.nanoTime();

      connection.onClose().get(GATE.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(GATE.dividedBy(2));
      assertThat(ada.isAlone()).isTrue();
    }
  }

  @Test
  void strangerLearnsOnlyThatItIsRefused() throws Exception {
    TestNode ada = network.newcomer("ada").start();
    try (RawPeer stranger = new RawPeer("mallory")) {
      Connection connection = stranger.connect(ada);
      Stream stream = stranger.open(connection, RawPeer.ADMIT);

      RawPeer.get(stream.writeFrame(stranger.certificate()));

      byte[] verdict = RawPeer.get(stream.reader().readFrame(64));
      assertThat(AdmissionVerdict.parseFrom(verdict).getVerdict()).isEqualTo(Verdict.REFUSED);
      assertThatThrownBy(() -> RawPeer.get(stream.reader().readFrame(64 << 10)))
          .hasRootCauseInstanceOf(java.io.EOFException.class);
      connection.onClose().get(2, TimeUnit.SECONDS);
      assertThat(ada.node().peers()).isEmpty();
    }
  }

  @Test
  void memberThatNeverAnswersTheVerdictIsDropped() throws Exception {
    TestNode ada = network.newcomer("ada");
    ada.ledger.add(network.newcomer("bob").ledger.admitted(TestData.device("bob")).orElseThrow());
    ada.start();
    try (RawPeer bob = new RawPeer("bob")) {
      Connection connection = bob.connect(ada);
      Stream stream = bob.open(connection, RawPeer.ADMIT);
      RawPeer.get(stream.writeFrame(bob.certificate()));
      byte[] verdict = RawPeer.get(stream.reader().readFrame(64));
      assertThat(AdmissionVerdict.parseFrom(verdict).getVerdict()).isEqualTo(Verdict.ADMITTED);

      connection.onClose().get(GATE.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);

      assertThat(ada.node().peers()).isEmpty();
    }
  }

  @Test
  void frameThatIsTooLargeEndsTheConnectionBeforeItIsRead() throws Exception {
    TestNode ada = network.newcomer("ada").start();
    try (RawPeer stranger = new RawPeer("mallory")) {
      Connection connection = stranger.connect(ada);
      Stream stream = stranger.open(connection, RawPeer.ADMIT);

      RawPeer.get(stream.write(RawPeer.GIGABYTE));

      connection.onClose().get(2, TimeUnit.SECONDS);
    }
  }

  @Test
  void frameThatIsGarbageIsRefused() throws Exception {
    TestNode ada = network.newcomer("ada").start();
    try (RawPeer stranger = new RawPeer("mallory")) {
      Connection connection = stranger.connect(ada);
      Stream stream = stranger.open(connection, RawPeer.ADMIT);

      RawPeer.get(stream.writeFrame(new byte[] {-1, -1, -1, -1}));

      byte[] verdict = RawPeer.get(stream.reader().readFrame(64));
      assertThat(AdmissionVerdict.parseFrom(verdict).getVerdict()).isEqualTo(Verdict.REFUSED);
    }
  }

  @Test
  void refusedDeviceLearnsWhyAndTellsItsLedger() {
    TestNode ada = network.newcomer("ada").start();
    TestNode eve = network.stranger("eve").start();
    ada.ledger.refuseWith(Verdict.EXPIRED_VALUE);

    assertThatThrownBy(
            () -> eve.node().dial(ada.address()).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NetworkException.class)
        .satisfies(
            failure ->
                assertThat(((NetworkException) failure.getCause()).reason())
                    .isEqualTo(NetworkException.Reason.NOT_ADMITTED));

    assertThat(eve.ledger.told()).isNotEmpty();
    assertThat(eve.ledger.told().get(0).verdict()).isEqualTo(Verdict.EXPIRED_VALUE);
    assertThat(ada.node().peers()).isEmpty();
  }

  @Test
  void dialledPeerThatIsNoMemberIsNotAdmitted() {
    TestNode ada = network.newcomer("ada").start();
    TestNode eve = network.stranger("eve");
    eve.ledger.add(TestData.member("ada"));
    eve.start();

    assertThatThrownBy(
            () -> ada.node().dial(eve.address()).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NetworkException.class);

    assertThat(ada.node().peers()).isEmpty();
    assertThat(eve.node().peers()).isEmpty();
  }

  @Test
  void revokedDeviceIsDisconnectedAtOnce() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob = both.get(1).start();
    bob.dial(ada);
    TestData.await("connected", () -> ada.isConnectedTo(bob));

    ada.ledger.revoke(bob.device());

    TestData.await("disconnected", Duration.ofSeconds(2), () -> ada.isAlone() && bob.isAlone());
  }

  @Test
  void clockThatIsDaysOffIsReported() {
    List<TestNode> both = network.members("ada", "bob");
    TestNode ada = both.get(0).start();
    TestNode bob =
        both.get(1).clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(-73))).start();

    bob.dial(ada);

    TestData.await("reported", () -> bob.node().status().problem().contains("3 days behind"));
  }
}
