package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Admission;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Stream;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.AdmissionVerdict;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By what the refused can see for itself that it is refused rightly, or go on. */
final class AdmissionProofsTest {
  private static final Bytes PROOF =
      Bytes.wrap(
          LedgerEntry.newBuilder()
              .setStatement(Signed.newBuilder().setPayload(ByteString.copyFromUtf8("revoked")))
              .build()
              .toByteArray());

  private final TestNetwork network = new TestNetwork();

  @AfterEach
  void close() {
    network.close();
  }

  private static void assertToldWithProof(TestNode node) {
    TestData.await("told", () -> !node.ledger.told().isEmpty());
    Admission.Refused told = node.ledger.told().get(0);
    assertThat(told.verdict()).isEqualTo(Verdict.REVOKED_VALUE);
    assertThat(told.proofs()).containsExactly(PROOF);
  }

  @Test
  void refusedDiallerIsGivenTheProofs() {
    TestNode ada = network.newcomer("ada").start();
    TestNode eve = network.stranger("eve").start();
    ada.ledger.refuseWith(Verdict.REVOKED_VALUE, PROOF);

    eve.node().dial(ada.address());

    assertToldWithProof(eve);
  }

  @Test
  void refusedListenerIsGivenTheProofs() {
    TestNode ada = network.newcomer("ada").start();
    TestNode eve = network.stranger("eve");
    eve.ledger.add(TestData.member("ada"));
    eve.start();
    ada.ledger.refuseWith(Verdict.REVOKED_VALUE, PROOF);

    ada.node().dial(eve.address());

    assertToldWithProof(eve);
    assertThat(ada.node().peers()).isEmpty();
  }

  @Test
  void nodeCanBeEndedByWhatFollowsFromAProof() throws Exception {
    TestNode ada = network.newcomer("ada").start();
    TestNode eve = network.stranger("eve").start();
    ada.ledger.refuseWith(Verdict.REVOKED_VALUE, PROOF);
    CompletableFuture<Long> nanos = new CompletableFuture<>();
    // The membership goes on the thread that brought the proof, and takes the node with it.
    eve.ledger.onRefusal(
        () -> {
          long begin = System.nanoTime();
          eve.node().close();
          nanos.complete(Thread.interrupted() ? Long.MAX_VALUE : System.nanoTime() - begin);
        });

    eve.node().dial(ada.address());

    assertThat(nanos.get(15, TimeUnit.SECONDS)).isLessThan(TimeUnit.SECONDS.toNanos(1));
  }

  static List<byte[]> badVerdicts() {
    LedgerEntry entry = LedgerEntry.getDefaultInstance();
    ByteString large = ByteString.copyFrom(new byte[33 << 10]);
    return List.of(
        new byte[] {-1, -1, -1, -1},
        AdmissionVerdict.newBuilder()
            .setVerdict(Verdict.REVOKED)
            .addAllProofs(Collections.nCopies(9, entry))
            .build()
            .toByteArray(),
        AdmissionVerdict.newBuilder()
            .setVerdict(Verdict.REVOKED)
            .addProofs(LedgerEntry.newBuilder().setStatement(Signed.newBuilder().setPayload(large)))
            .build()
            .toByteArray(),
        // A proof that is cut off.
        new byte[] {8, 8, 26, 5, 10, 3, 10});
  }

  @ParameterizedTest
  @MethodSource("badVerdicts")
  void verdictThatCannotBeReadIsNotActedOn(byte[] verdict) throws Exception {
    TestNode ada = network.newcomer("ada").start();
    network.newcomer("bob");
    try (RawPeer bob = new RawPeer("bob")) {
      Connection connection = bob.connect(ada);
      Stream stream = bob.open(connection, RawPeer.ADMIT);
      RawPeer.get(stream.writeFrame(bob.certificate()));
      RawPeer.get(stream.reader().readFrame(RawPeer.FRAME));

      RawPeer.get(stream.writeFrame(verdict));

      connection.onClose().get(2, TimeUnit.SECONDS);
      assertThat(ada.ledger.told()).isEmpty();
      assertThat(ada.node().peers()).isEmpty();
    }
  }
}
