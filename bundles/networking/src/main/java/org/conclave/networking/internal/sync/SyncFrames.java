package org.conclave.networking.internal.sync;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.EpochHoldings;
import org.conclave.proto.wire.v1.EpochDigest;
import org.conclave.proto.wire.v1.SyncAcknowledge;
import org.conclave.proto.wire.v1.SyncEnvelopes;
import org.conclave.proto.wire.v1.SyncFrame;
import org.conclave.proto.wire.v1.SyncIds;
import org.conclave.proto.wire.v1.SyncOffer;
import org.conclave.proto.wire.v1.SyncPull;

/** Frames of {@code /conclave/sync/1.0.0} to and from {@link SyncMessage}s, within their bounds. */
final class SyncFrames {
  /** An envelope of 1 MiB and what is around it. */
  static final int MAXIMUM_FRAME = (1 << 20) + (1 << 16);

  static final int MAXIMUM_EPOCHS = 4_096;
  static final int MAXIMUM_IDS = 8_192;
  static final int MAXIMUM_PULL = 128;
  static final int MAXIMUM_ENVELOPES = 1_024;

  private SyncFrames() {}

  /**
   * @throws MalformedFrameException if a peer that follows the protocol would not have sent it
   */
  static SyncMessage parse(byte[] bytes) throws MalformedFrameException {
    try {
      SyncFrame frame = SyncFrame.parseFrom(bytes);
      return switch (frame.getFrameCase()) {
        case OFFER -> offer(frame.getOffer());
        case IDS ->
            new SyncMessage.Ids(
                group(frame.getIds().getGroupId()),
                frame.getIds().getEpoch(),
                ids(frame.getIds().getIdsList(), MAXIMUM_IDS),
                frame.getIds().getReplyWanted());
        case PULL ->
            new SyncMessage.Pull(
                group(frame.getPull().getGroupId()),
                ids(frame.getPull().getIdsList(), MAXIMUM_PULL));
        case ENVELOPES -> envelopes(frame.getEnvelopes());
        case ACKNOWLEDGE ->
            new SyncMessage.Acknowledge(
                group(frame.getAcknowledge().getGroupId()),
                ids(frame.getAcknowledge().getIdsList(), MAXIMUM_IDS));
        case FRAME_NOT_SET -> throw new MalformedFrameException("a frame of no known kind");
      };
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new MalformedFrameException("not a frame", e);
    }
  }

  private static SyncMessage offer(SyncOffer offer) throws MalformedFrameException {
    if (offer.getEpochsCount() > MAXIMUM_EPOCHS || offer.getFirstEpoch() < 0) {
      throw new MalformedFrameException("an offer of " + offer.getEpochsCount() + " epochs");
    }
    List<EpochHoldings> epochs = new ArrayList<>(offer.getEpochsCount());
    for (EpochDigest epoch : offer.getEpochsList()) {
      if (epoch.getDigest().size() != EnvelopeId.SIZE || epoch.getEpoch() < 0) {
        throw new MalformedFrameException("a digest of " + epoch.getDigest().size() + " bytes");
      }
      epochs.add(new EpochHoldings(epoch.getEpoch(), epoch.getCount(), bytes(epoch.getDigest())));
    }
    return new SyncMessage.Offer(group(offer.getGroupId()), offer.getFirstEpoch(), epochs);
  }

  private static SyncMessage envelopes(SyncEnvelopes envelopes) throws MalformedFrameException {
    if (envelopes.getEnvelopesCount() > MAXIMUM_ENVELOPES) {
      throw new MalformedFrameException(envelopes.getEnvelopesCount() + " envelopes in a frame");
    }
    return new SyncMessage.Envelopes(
        envelopes.getEnvelopesList().stream().map(SyncFrames::bytes).toList());
  }

  private static List<EnvelopeId> ids(List<ByteString> ids, int maximum)
      throws MalformedFrameException {
    if (ids.size() > maximum) {
      throw new MalformedFrameException(ids.size() + " ids in a frame");
    }
    return ids.stream().map(id -> new EnvelopeId(bytes(id))).toList();
  }

  private static GroupId group(ByteString bytes) {
    return new GroupId(bytes(bytes));
  }

  private static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }

  static byte[] encode(SyncMessage message) {
    SyncFrame.Builder frame = SyncFrame.newBuilder();
    if (message instanceof SyncMessage.Offer offer) {
      SyncOffer.Builder builder =
          frame
              .getOfferBuilder()
              .setGroupId(string(offer.group().value()))
              .setFirstEpoch(offer.firstEpoch());
      for (EpochHoldings epoch : offer.epochs()) {
        builder.addEpochs(
            EpochDigest.newBuilder()
                .setEpoch(epoch.epoch())
                .setCount(epoch.count())
                .setDigest(string(epoch.digest())));
      }
    } else if (message instanceof SyncMessage.Ids ids) {
      SyncIds.Builder builder =
          frame
              .getIdsBuilder()
              .setGroupId(string(ids.group().value()))
              .setEpoch(ids.epoch())
              .setReplyWanted(ids.replyWanted());
      ids.ids().forEach(id -> builder.addIds(string(id.value())));
    } else if (message instanceof SyncMessage.Pull pull) {
      SyncPull.Builder builder = frame.getPullBuilder().setGroupId(string(pull.group().value()));
      pull.ids().forEach(id -> builder.addIds(string(id.value())));
    } else if (message instanceof SyncMessage.Envelopes envelopes) {
      SyncEnvelopes.Builder builder = frame.getEnvelopesBuilder();
      envelopes.envelopes().forEach(envelope -> builder.addEnvelopes(string(envelope)));
    } else if (message instanceof SyncMessage.Acknowledge acknowledge) {
      SyncAcknowledge.Builder builder =
          frame.getAcknowledgeBuilder().setGroupId(string(acknowledge.group().value()));
      acknowledge.ids().forEach(id -> builder.addIds(string(id.value())));
    }
    return frame.build().toByteArray();
  }

  private static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }
}
