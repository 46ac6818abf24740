package org.conclave.networking.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.EpochHoldings;
import org.conclave.proto.wire.v1.EpochDigest;
import org.conclave.proto.wire.v1.SyncFrame;
import org.conclave.proto.wire.v1.SyncOffer;
import org.conclave.proto.wire.v1.SyncPull;
import org.junit.jupiter.api.Test;

final class SyncFramesTest {
  private static final GroupId GROUP = new GroupId(Bytes.wrap(new byte[32]));
  private static final EnvelopeId ID = new EnvelopeId(Bytes.wrap(new byte[32]));

  private static void assertMalformed(SyncFrame frame) {
    assertThatThrownBy(() -> SyncFrames.parse(frame.toByteArray()))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void everyMessageReadsAsItWasWritten() throws Exception {
    List<SyncMessage> messages =
        List.of(
            new SyncMessage.Offer(
                GROUP, 3, List.of(new EpochHoldings(3, 1, Bytes.wrap(new byte[32])))),
            new SyncMessage.Ids(GROUP, 3, List.of(ID), true),
            new SyncMessage.Ids(GROUP, 3, List.of(), false),
            new SyncMessage.Pull(GROUP, List.of(ID)),
            new SyncMessage.Envelopes(List.of(Bytes.utf8("one"), Bytes.utf8("two"))),
            SyncMessage.Envelopes.END,
            new SyncMessage.Acknowledge(GROUP, List.of(ID)));
    for (SyncMessage message : messages) {
      assertThat(SyncFrames.parse(SyncFrames.encode(message))).isEqualTo(message);
    }
  }

  @Test
  void frameOfNoKnownKindIsMalformed() {
    assertMalformed(SyncFrame.getDefaultInstance());
  }

  @Test
  void idsOfTheWrongLengthAreMalformed() {
    ByteString group = ByteString.copyFrom(new byte[32]);
    ByteString wrong = ByteString.copyFrom(new byte[31]);
    assertMalformed(
        SyncFrame.newBuilder()
            .setPull(SyncPull.newBuilder().setGroupId(group).addIds(wrong))
            .build());
    assertMalformed(
        SyncFrame.newBuilder().setPull(SyncPull.newBuilder().setGroupId(wrong)).build());
    assertMalformed(
        SyncFrame.newBuilder()
            .setOffer(
                SyncOffer.newBuilder()
                    .setGroupId(group)
                    .addEpochs(EpochDigest.newBuilder().setDigest(wrong)))
            .build());
  }

  @Test
  void epochsThatOverflowAreMalformed() {
    assertMalformed(
        SyncFrame.newBuilder()
            .setOffer(
                SyncOffer.newBuilder()
                    .setGroupId(ByteString.copyFrom(new byte[32]))
                    .setFirstEpoch(-1))
            .build());
  }

  @Test
  void moreThanAFrameMayHoldIsMalformed() {
    SyncPull.Builder pull = SyncPull.newBuilder().setGroupId(ByteString.copyFrom(new byte[32]));
    IntStream.rangeClosed(0, SyncFrames.MAXIMUM_PULL)
        .forEach(i -> pull.addIds(ByteString.copyFrom(new byte[32])));
    assertMalformed(SyncFrame.newBuilder().setPull(pull).build());
  }

  @Test
  void randomBytesNeverDoMoreThanBeMalformed() {
    Random random = new Random(7);
    byte[] good = SyncFrames.encode(new SyncMessage.Ids(GROUP, 3, List.of(ID, ID), true));
    int malformed = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = i % 2 == 0 ? good.clone() : new byte[random.nextInt(64)];
      if (i % 2 == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      } else {
        random.nextBytes(bytes);
      }
      try {
        SyncFrames.parse(bytes);
      } catch (MalformedFrameException e) {
        malformed++;
      }
    }
    assertThat(malformed).isPositive();
  }
}
