package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream.Builder;
import org.conclave.api.network.NetworkException;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ProtocolNotSupportedException;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.StreamHandler;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.proto.wire.v1.AdmissionVerdict;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attempts to get past the gate, or to hold it up. */
final class HostileAdmissionTest {
  private static final Duration GATE = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final TestNetwork network = new TestNetwork();
  private final TestNode ada = network.newcomer("ada");

  @AfterEach
  void close() {
    network.close();
  }

  private void assertRefusedAndToldNothingElse(Connection connection, Stream stream)
      throws Exception {
    AdmissionVerdict verdict =
        AdmissionVerdict.parseFrom(RawPeer.get(stream.reader().readFrame(RawPeer.FRAME)));
    assertThat(verdict.getVerdict()).isEqualTo(Verdict.REFUSED);
    assertThat(verdict.getProofsList()).isEmpty();
    assertThatThrownBy(() -> RawPeer.get(stream.reader().readFrame(RawPeer.FRAME)))
        .hasRootCauseInstanceOf(EOFException.class);
    connection.onClose().get(2, TimeUnit.SECONDS);
    assertThat(ada.node().peers()).isEmpty();
  }

  @Test
  void frameOfAnotherDeviceIsRefusedOnAnOwnConnection() throws Exception {
    ada.start();
    TestNode bob = network.newcomer("bob").start();
    CompletableFuture<byte[]> taped = new CompletableFuture<>();
    network.newcomer("mallory");
    try (RawPeer mallory = new RawPeer("mallory", tape(taped))) {
      // Bob dials Mallory, as members do, and shows what it is admitted with.
      bob.node().dial(mallory.address());
      byte[] frame = taped.get(10, TimeUnit.SECONDS);
      Connection connection = mallory.connect(ada);
      Stream stream = mallory.open(connection, RawPeer.ADMIT);

      RawPeer.get(stream.writeFrame(frame));

      assertRefusedAndToldNothingElse(connection, stream);
      assertThat(ada.ledger.judged(bob.device())).isZero();
    }
  }

  private static StreamHandler tape(CompletableFuture<byte[]> taped) {
    return stream -> stream.reader().readFrame(RawPeer.FRAME).thenAccept(taped::complete);
  }

  @Test
  void verdictInPlaceOfAFrameIsRefused() throws Exception {
    ada.start();
    try (RawPeer mallory = new RawPeer("mallory")) {
      Connection connection = mallory.connect(ada);
      Stream stream = mallory.open(connection, RawPeer.ADMIT);

      RawPeer.get(stream.writeFrame(RawPeer.verdict(Verdict.ADMITTED)));

      assertRefusedAndToldNothingElse(connection, stream);
    }
  }

  @Test
  void strangerThatSaysAdmittedToItsRefusalStaysOut() throws Exception {
    ada.start();
    try (RawPeer mallory = new RawPeer("mallory")) {
      Connection connection = mallory.connect(ada);
      Stream stream = mallory.open(connection, RawPeer.ADMIT);

      stream.writeFrame(mallory.certificate());
      stream.writeFrame(RawPeer.verdict(Verdict.ADMITTED));

      assertRefusedAndToldNothingElse(connection, stream);
    }
  }

  @Test
  void frameThatIsSentTwiceEndsTheConnection() throws Exception {
    ada.start();
    network.newcomer("bob");
    try (RawPeer bob = new RawPeer("bob")) {
      Connection connection = bob.connect(ada);
      Stream stream = bob.open(connection, RawPeer.ADMIT);

      stream.writeFrame(bob.certificate());
      stream.writeFrame(bob.certificate());

      connection.onClose().get(2, TimeUnit.SECONDS);
      assertThat(ada.node().peers()).isEmpty();
      assertThat(ada.ledger.judged(TestData.device("bob"))).isEqualTo(1);
    }
  }

  @Test
  void secondDialogueOnOneConnectionEndsIt() throws Exception {
    ada.start();
    network.newcomer("bob");
    try (RawPeer bob = new RawPeer("bob")) {
      Connection connection = bob.connect(ada);
      Stream first = bob.open(connection, RawPeer.ADMIT);
      RawPeer.get(first.writeFrame(bob.certificate()));
      RawPeer.get(first.reader().readFrame(RawPeer.FRAME));

      Stream second = bob.open(connection, RawPeer.ADMIT);
      second.writeFrame(bob.certificate());

      connection.onClose().get(2, TimeUnit.SECONDS);
      assertThat(ada.node().peers()).isEmpty();
      assertThat(ada.ledger.judged(TestData.device("bob"))).isEqualTo(1);
    }
  }

  @Test
  void admittedPeerHasNoSecondDialogue() throws Exception {
    ada.start();
    network.newcomer("bob");
    try (RawPeer bob = new RawPeer("bob")) {
      Connection connection = bob.admit(ada);

      // The stream may be there at once, and its refusal show when it is read.
      assertThatThrownBy(
              () ->
                  connection
                      .newStream(List.of(RawPeer.ADMIT))
                      .thenCompose(stream -> stream.reader().readFrame(RawPeer.FRAME))
                      .get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ProtocolNotSupportedException.class);
      assertThat(connection.isOpen()).isTrue();
      assertThat(ada.ledger.judged(TestData.device("bob"))).isEqualTo(1);
    }
  }

  @Test
  void whoWasDialledCannotBeginTheDialogue() throws Exception {
    ada.start();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    StreamHandler turnRound =
        stream ->
            stream
                .connection()
                .newStream(List.of(RawPeer.ADMIT))
                .whenComplete((opened, failure) -> outcome.complete(failure));
    try (RawPeer mallory = new RawPeer("mallory", turnRound)) {
      ada.node().dial(mallory.address());

      assertThat(outcome.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ProtocolNotSupportedException.class);
      assertThat(ada.ledger.judged(TestData.device("mallory"))).isZero();
    }
  }

  @Test
  void peerThatIsNotWhomTheAddressNamesIsNotSpokenTo() throws Exception {
    ada.start();
    network.newcomer("bob");
    CompletableFuture<byte[]> taped = new CompletableFuture<>();
    try (RawPeer mallory = new RawPeer("mallory", tape(taped))) {
      Multiaddr borrowed =
          mallory.host().listenAddresses().get(0).withPeerId(TestData.key("bob").peerId());

      assertThatThrownBy(
              () ->
                  ada.node()
                      .dial(borrowed.toString())
                      .toCompletableFuture()
                      .get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NetworkException.class);

      assertThat(taped).isNotDone();
      assertThat(ada.node().peers()).isEmpty();
    }
  }

  /** What a dialler says until it says no more. */
  static java.util.stream.Stream<List<byte[]>> unfinishedDiallers() {
    byte[] frame = FakeLedger.certificate(TestData.device("bob")).toByteArray();
    Builder<List<byte[]>> builder = java.util.stream.Stream.builder();
    builder.add(List.of());
    // The length of a frame, and half of it.
    builder.add(List.of(new byte[] {(byte) frame.length}));
    byte[] half = java.util.Arrays.copyOf(new byte[] {(byte) frame.length}, frame.length / 2);
    builder.add(List.of(half));
    // All of its frame, and half of a verdict.
    byte[] whole = new byte[frame.length + 2];
    whole[0] = (byte) frame.length;
    System.arraycopy(frame, 0, whole, 1, frame.length);
    whole[frame.length + 1] = 4;
    builder.add(List.of(whole));
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("unfinishedDiallers")
  void diallerThatStallsIsDropped(List<byte[]> said) throws Exception {
    ada.start();
    network.newcomer("bob");
    try (RawPeer bob = new RawPeer("bob")) {
      Connection connection = bob.connect(ada);
      Stream stream = bob.open(connection, RawPeer.ADMIT);
      for (byte[] bytes : said) {
        RawPeer.get(stream.write(bytes));
      }

      connection.onClose().get(GATE.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);

      assertThat(ada.node().peers()).isEmpty();
    }
  }

  /** What a listener answers until it answers no more. */
  static List<StreamHandler> unfinishedListeners() {
    return List.of(
        stream -> assertThat(stream.connection().isOpen()).isTrue(),
        stream -> stream.write(new byte[] {40}),
        stream -> stream.writeFrame(RawPeer.verdict(Verdict.ADMITTED)),
        stream -> {
          stream.writeFrame(RawPeer.verdict(Verdict.ADMITTED));
          stream.write(new byte[] {100, 1, 2, 3});
        });
  }

  @ParameterizedTest
  @MethodSource("unfinishedListeners")
  void listenerThatStallsIsDropped(StreamHandler handler) throws Exception {
    ada.start();
    network.newcomer("bob");
    CompletableFuture<Connection> accepted = new CompletableFuture<>();
    StreamHandler watched =
        stream -> {
          accepted.complete(stream.connection());
          handler.handle(stream);
        };
    try (RawPeer bob = new RawPeer("bob", watched)) {
      ada.node().dial(bob.address());

      Connection connection = accepted.get(10, TimeUnit.SECONDS);
      connection.onClose().get(GATE.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ada.node().peers()).isEmpty();
    }
  }

  @Test
  void membersAreAdmittedWhileOthersHoldDialoguesOpen() throws Exception {
    ada.start();
    TestNode bob = network.newcomer("bob").start();
    List<RawPeer> silent = new java.util.ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        RawPeer one = new RawPeer("silent " + i);
        silent.add(one);
        one.open(one.connect(ada), RawPeer.ADMIT).write(new byte[] {40});
      }

      long begin = System.nanoTime();
      bob.dial(ada);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(GATE);
    } finally {
      silent.forEach(RawPeer::close);
    }
  }
}
