package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.StorageException;
import org.conclave.libp2p.Stream;
import org.conclave.proto.wire.v1.SyncFrame;
import org.conclave.proto.wire.v1.SyncOffer;
import org.conclave.proto.wire.v1.SyncPull;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A disk that may have been put back: nothing is sent before one member was compared with. */
final class HeldBackTest {
  private static final String UNSENT = "protected with a key that may have been used";

  private final TestNetwork network = new TestNetwork();
  private final List<TestNode> all = network.members("ada", "bob", "cleo");
  private final TestNode ada = all.get(0);
  private final TestNode bob = all.get(1);
  private final TestNode cleo = all.get(2);

  @AfterEach
  void close() {
    network.close();
  }

  private static EnvelopeId id(GroupId group, String text) {
    return new EnvelopeId(TestData.sha256(TestData.envelope(group, 0, text)));
  }

  private static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private static byte[] emptyOffer(GroupId group) {
    return SyncFrame.newBuilder()
        .setOffer(SyncOffer.newBuilder().setGroupId(string(group.value())))
        .build()
        .toByteArray();
  }

  private static byte[] pull(GroupId group, EnvelopeId id) {
    return SyncFrame.newBuilder()
        .setPull(SyncPull.newBuilder().setGroupId(string(group.value())).addIds(string(id.value())))
        .build()
        .toByteArray();
  }

  private static SyncFrame next(Stream sync) throws Exception {
    return SyncFrame.parseFrom(RawPeer.get(sync.reader().readFrame(2 << 20)));
  }

  @Test
  void whatWasWrittenBeforeIsNeitherToldNorServedUntilThePeerOffers() throws Exception {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, bob));
    ada.send(group, 0, UNSENT, bob);
    ada.start();
    try (RawPeer raw = new RawPeer("bob")) {
      Stream sync = raw.open(raw.admit(ada), RawPeer.SYNC);
      SyncFrame offer = next(sync);
      assertThat(offer.getOffer().getEpochsList()).isEmpty();

      RawPeer.get(sync.writeFrame(pull(group, id(group, UNSENT))));
      SyncFrame answer = next(sync);
      assertThat(answer.hasEnvelopes()).isTrue();
      assertThat(answer.getEnvelopes().getEnvelopesList()).isEmpty();

      RawPeer.get(sync.writeFrame(emptyOffer(group)));
      assertThat(next(sync).getOffer().getEpochsList()).hasSize(1);
      RawPeer.get(sync.writeFrame(pull(group, id(group, UNSENT))));
      assertThat(next(sync).getEnvelopes().getEnvelopesList()).hasSize(1);
    }
  }

  @Test
  void peerThatDoesNotCompareDoesNotCount() throws Exception {
    GroupId group = TestNetwork.group("one", 0, all);
    ada.send(group, 0, UNSENT, bob, cleo);
    ada.start();
    try (RawPeer raw = new RawPeer("bob")) {
      Stream sync = raw.open(raw.admit(ada), RawPeer.SYNC);
      ada.send(group, 0, "written since", bob, cleo);
      cleo.start().dial(ada);

      TestData.await("to cleo", () -> cleo.receiver.committed().contains("written since"));
      assertThat(cleo.receiver.committed()).contains(UNSENT);
      // What bob was sent meanwhile: an empty offer, and a full one once cleo had compared.
      assertThat(next(sync).getOffer().getEpochsList()).isEmpty();
      assertThat(next(sync).getOffer().getEpochsList()).hasSize(1);
    }
  }

  @Test
  void whatTheMemberHoldsComesFirstAndWhatItShowsToBeUnfitNeverGoes() throws Exception {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, bob));
    // Bob has a message that this device wrote before its disk was put back.
    bob.receive(group, 0, "forgotten");
    ada.send(group, 0, UNSENT, bob);
    List<OutboxRow> open = ada.outbox();
    ada.receiver.onReceive("forgotten", () -> end(ada, open));
    ada.start();
    bob.start().dial(ada);

    TestData.await("it came", () -> ada.receiver.committed().contains("forgotten"));
    TestData.await("the row ended", () -> ada.outbox().isEmpty());
    ada.send(group, 0, "encrypted anew", bob);
    TestData.await("delivered", () -> bob.receiver.committed().contains("encrypted anew"));
    TestData.await("acknowledged", () -> ada.outbox().isEmpty());

    bob.stop();
    TestData.await("away", ada::isAlone);
    bob.start();
    TestData.await("compared again", () -> ada.isConnectedTo(bob));
    bob.send(group, 0, "after that", ada);
    TestData.await("and talked", () -> ada.receiver.committed().contains("after that"));
    assertThat(bob.receiver.committed()).containsExactly("encrypted anew");
  }

  private static void end(TestNode node, List<OutboxRow> rows) {
    try {
      node.storage.write(
          transaction -> {
            for (OutboxRow row : rows) {
              transaction.outbox().end(row.id());
            }
            return true;
          });
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatFollowsFromARefusalIsGivenAMoment() {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, bob));
    bob.receive(group, 0, "forgotten");
    ada.send(group, 0, UNSENT, bob);
    List<OutboxRow> open = ada.outbox();
    ada.receiver.refuse("forgotten", () -> end(ada, open));
    ada.start();
    bob.start().dial(ada);
    TestData.await("the row ended", () -> ada.outbox().isEmpty());

    ada.send(group, 0, "encrypted anew", bob);

    TestData.await("delivered", () -> bob.receiver.committed().contains("encrypted anew"));
    assertThat(bob.receiver.committed()).containsExactly("encrypted anew");
  }

  @Test
  void whatCannotBeProcessedYetKeepsTheGroupHeldBack() {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, bob));
    GroupId other = TestNetwork.group("other", 0, List.of(ada, bob));
    bob.receive(group, 0, "forgotten");
    ada.send(group, 0, UNSENT, bob);
    ada.send(other, 0, "in another group", bob);
    ada.receiver.answer(Receipt.RETRY);
    ada.start();
    bob.start().dial(ada);

    TestData.await("other", () -> bob.receiver.committed().contains("in another group"));
    TestData.await("tried twice", () -> ada.receiver.calls() >= 2);
    assertThat(bob.receiver.committed()).containsExactly("in another group");

    ada.receiver.answer(Receipt.COMMITTED);

    TestData.await("released", () -> bob.receiver.committed().contains(UNSENT));
  }

  @Test
  void bothSidesThatHoldBackComeTogether() {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, bob));
    for (int i = 0; i < 300; i++) {
      ada.send(group, 0, "a" + i, bob);
      bob.send(group, 0, "b" + i, ada);
    }

    ada.start();
    bob.start().dial(ada);

    TestData.await("to bob", () -> bob.receiver.committed().size() == 300);
    TestData.await("to ada", () -> ada.receiver.committed().size() == 300);
    TestData.await("acknowledged", () -> ada.outbox().isEmpty() && bob.outbox().isEmpty());
  }

  @Test
  void messageToTwoOfWhomOneHasItReachesTheOther() {
    GroupId group = TestNetwork.group("one", 0, all);
    ada.start();
    bob.start().dial(ada);
    ada.send(group, 0, "half delivered", bob, cleo);
    TestData.await("to bob", () -> bob.receiver.committed().contains("half delivered"));
    ada.stop();

    ada.start();
    TestData.await("connected", () -> ada.isConnectedTo(bob));
    cleo.start().dial(ada);

    TestData.await("to cleo", () -> cleo.receiver.committed().contains("half delivered"));
    TestData.await("acknowledged", () -> ada.outbox().isEmpty());
    assertThat(bob.receiver.committed()).containsExactly("half delivered");
  }

  @Test
  void groupThatIsEnteredAnewIsNotHeldBack() throws Exception {
    GroupId group = TestNetwork.group("one", 0, List.of(ada, bob));
    status(group, Conversation.Status.EVICTED);
    ada.start();
    bob.start().dial(ada);
    TestData.await("connected", () -> ada.isConnectedTo(bob) && bob.isConnectedTo(ada));

    status(group, Conversation.Status.LIVE);
    ada.send(group, 0, "back again", bob);

    TestData.await("delivered", () -> bob.receiver.committed().contains("back again"));
  }

  private void status(GroupId group, Conversation.Status status) throws StorageException {
    ada.storage.write(
        transaction -> {
          transaction.conversations().setStatus(group, status);
          return true;
        });
  }
}
