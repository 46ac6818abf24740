package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.Stream;
import org.conclave.proto.wire.v1.EpochDigest;
import org.conclave.proto.wire.v1.SyncEnvelopes;
import org.conclave.proto.wire.v1.SyncFrame;
import org.conclave.proto.wire.v1.SyncOffer;
import org.conclave.proto.wire.v1.SyncPull;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member that is admitted and then does not keep to the sync protocol. */
final class HostileSyncTest {
  private final TestNetwork network = new TestNetwork();
  private final List<TestNode> both = network.members("ada", "bob");
  private final TestNode ada = both.get(0);
  private RawPeer bob;
  private Connection connection;
  private Stream sync;

  @BeforeEach
  void connect() throws Exception {
    ada.start();
    bob = new RawPeer("bob");
    connection = bob.admit(ada);
    sync = bob.open(connection, RawPeer.SYNC);
  }

  @AfterEach
  void close() {
    bob.close();
    network.close();
  }

  private void assertDisconnected() throws Exception {
    connection.onClose().get(10, TimeUnit.SECONDS);
    TestData.await("disconnected", ada::isAlone);
  }

  private static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private SyncFrame offer(GroupId group, Bytes digest) {
    return SyncFrame.newBuilder()
        .setOffer(
            SyncOffer.newBuilder()
                .setGroupId(string(group.value()))
                .addEpochs(EpochDigest.newBuilder().setCount(1).setDigest(string(digest))))
        .build();
  }

  private SyncFrame pull(GroupId group, Bytes id) {
    return SyncFrame.newBuilder()
        .setPull(SyncPull.newBuilder().setGroupId(string(group.value())).addIds(string(id)))
        .build();
  }

  @Test
  void garbageEndsTheConnection() throws Exception {
    RawPeer.get(sync.writeFrame(new byte[] {1, 2, 3}));

    assertDisconnected();
  }

  @Test
  void announcedGigabyteEndsTheStream() throws Exception {
    RawPeer.get(sync.write(RawPeer.GIGABYTE));

    sync.onClose().get(5, TimeUnit.SECONDS);
  }

  @Test
  void envelopeThatIsNoneEndsTheConnection() throws Exception {
    SyncFrame frame =
        SyncFrame.newBuilder()
            .setEnvelopes(SyncEnvelopes.newBuilder().addEnvelopes(ByteString.copyFromUtf8("x")))
            .build();

    RawPeer.get(sync.writeFrame(frame.toByteArray()));

    assertDisconnected();
    assertThat(ada.receiver.calls()).isZero();
  }

  @Test
  void floodOfOffersEndsTheConnection() throws Exception {
    GroupId group = TestNetwork.group("one", 0, both);
    byte[] offer = offer(group, TestData.sha256(Bytes.EMPTY)).toByteArray();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);

    while (connection.isOpen() && System.nanoTime() < end) {
      try {
        RawPeer.get(sync.writeFrame(offer));
      } catch (IllegalStateException e) {
        assertThat(e).hasCauseInstanceOf(Libp2pException.class);
        break;
      }
    }

    assertDisconnected();
  }

  @Test
  void whoIsNotInTheGroupIsServedNothing() throws Exception {
    GroupId group = TestNetwork.group("private", 0, List.of(ada));
    ada.send(group, 0, "secret", both.get(1));
    Bytes envelope = TestData.envelope(group, 0, "secret");
    TestData.await("handed over to whom it awaits", () -> !ada.outbox().isEmpty());

    RawPeer.get(sync.writeFrame(offer(group, TestData.sha256(Bytes.EMPTY)).toByteArray()));
    RawPeer.get(sync.writeFrame(pull(group, TestData.sha256(envelope)).toByteArray()));

    SyncFrame answer = nextUnlessPushed();
    assertThat(answer.hasEnvelopes()).isTrue();
    assertThat(answer.getEnvelopes().getEnvelopesCount()).isZero();
  }

  /** The author itself may hand its own envelope to whom the outbox row names. */
  private SyncFrame nextUnlessPushed() throws Exception {
    SyncFrame frame;
    do {
      frame = SyncFrame.parseFrom(RawPeer.get(sync.reader().readFrame(2 << 20)));
    } while (frame.getEnvelopes().getEnvelopesCount() > 0);
    return frame;
  }

  @Test
  void morePullsThanTheProtocolAllowsEndTheConnection() throws Exception {
    GroupId group = TestNetwork.group("one", 0, both);
    for (int i = 0; i < 100; i++) {
      ada.send(group, 0, "x".repeat(20_000) + i);
    }
    SyncPull.Builder many = SyncPull.newBuilder().setGroupId(string(group.value()));
    for (int i = 0; i < 100; i++) {
      many.addIds(string(TestData.sha256(TestData.envelope(group, 0, "x".repeat(20_000) + i))));
    }
    byte[] frame = SyncFrame.newBuilder().setPull(many).build().toByteArray();
    for (int i = 0; i < 20; i++) {
      sync.writeFrame(frame);
    }

    assertDisconnected();
  }

  @Test
  void nodeServesOthersAllTheWhile() throws Exception {
    TestNode cleo = network.newcomer("cleo");
    GroupId group = TestNetwork.group("one", 0, List.of(ada, both.get(1), cleo));
    cleo.start().dial(ada);
    RawPeer.get(sync.writeFrame(new byte[] {1, 2, 3}));

    cleo.send(group, 0, "hello", ada);

    TestData.await("delivered", () -> ada.receiver.committed().contains("hello"));
    TestData.await("acknowledged", () -> cleo.outbox().isEmpty());
  }
}
