package org.conclave.messaging.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.proto.wire.v1.Envelope;

/**
 * An envelope that holds to its bounds and is written in the one way there is; nothing it says is
 * proven.
 *
 * @param committer commits only
 * @param signature commits only
 */
record UnverifiedEnvelope(
    EnvelopeId id,
    Bytes bytes,
    GroupId group,
    StateId state,
    long epoch,
    Envelope.Class kind,
    Bytes message,
    Optional<UserId> committer,
    Bytes signature) {
  static final int LARGEST = 1 << 20;

  /** 64 KiB of text, padded, and what MLS puts around it. */
  private static final int LARGEST_APPLICATION = 192 << 10;

  /** Empty if {@code bytes} are not an envelope that an honest peer sends. */
  static Optional<UnverifiedEnvelope> parse(Bytes bytes) {
    if (bytes.isEmpty() || bytes.size() > LARGEST) {
      return Optional.empty();
    }
    Envelope envelope;
    try {
      envelope = Envelope.parseFrom(bytes.asByteBuffer());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
    if (!withinBounds(envelope) || !canonical(envelope, bytes)) {
      return Optional.empty();
    }
    return Optional.of(of(envelope, bytes));
  }

  private static UnverifiedEnvelope of(Envelope envelope, Bytes bytes) {
    return new UnverifiedEnvelope(
        EnvelopeBinding.id(bytes),
        bytes,
        new GroupId(ProtoBytes.from(envelope.getGroupId())),
        new StateId(ProtoBytes.from(envelope.getStateId())),
        envelope.getEpoch(),
        envelope.getClass_(),
        ProtoBytes.from(envelope.getMessage()),
        envelope.getCommitter().isEmpty()
            ? Optional.empty()
            : Optional.of(new UserId(ProtoBytes.from(envelope.getCommitter()))),
        ProtoBytes.from(envelope.getSignature()));
  }

  private static boolean withinBounds(Envelope envelope) {
    if (envelope.getGroupId().size() != GroupId.SIZE
        || envelope.getStateId().size() != StateId.SIZE
        || envelope.getEpoch() < 0
        || envelope.getMessage().isEmpty()) {
      return false;
    }
    return switch (envelope.getClass_()) {
      case APPLICATION ->
          envelope.getMessage().size() <= LARGEST_APPLICATION
              && envelope.getCommitter().isEmpty()
              && envelope.getSignature().isEmpty();
      case COMMIT_REMOVAL, COMMIT_ADMINISTRATOR, COMMIT_MEMBER ->
          envelope.getCommitter().size() == UserId.SIZE
              && envelope.getSignature().size() == LeafSignature.SIZE;
      case CLASS_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  /**
   * One message has one envelope, and so one id. Otherwise somebody on the way could append a
   * field, be first, and have the author's own copy refused as a replay.
   */
  private static boolean canonical(Envelope envelope, Bytes bytes) {
    return envelope.getUnknownFields().asMap().isEmpty()
        && Arrays.equals(envelope.toByteArray(), bytes.toByteArray());
  }

  static UnverifiedEnvelope application(GroupId group, StateId state, long epoch, Bytes message) {
    return seal(plain(group, state, epoch, Envelope.Class.APPLICATION, message));
  }

  /** A commit of {@code committer}'s, signed with its leaf key. */
  static UnverifiedEnvelope commit(
      GroupId group,
      StateId parent,
      long epoch,
      Envelope.Class kind,
      Bytes message,
      UserId committer,
      Signer signer) {
    Bytes signature =
        LeafSignature.sign(
            signer.keys().privateKey(), EnvelopeBinding.signed(group, parent, kind, message));
    return seal(
        plain(group, parent, epoch, kind, message)
            .setCommitter(ProtoBytes.of(committer.value()))
            .setSignature(ProtoBytes.of(signature)));
  }

  private static Envelope.Builder plain(
      GroupId group, StateId state, long epoch, Envelope.Class kind, Bytes message) {
    return Envelope.newBuilder()
        .setGroupId(ProtoBytes.of(group.value()))
        .setStateId(ProtoBytes.of(state.value()))
        .setEpoch(epoch)
        .setClass_(kind)
        .setMessage(ProtoBytes.of(message));
  }

  private static UnverifiedEnvelope seal(Envelope.Builder builder) {
    Envelope envelope = builder.build();
    return of(envelope, Bytes.wrap(envelope.toByteArray()));
  }

  boolean isCommit() {
    return kind != Envelope.Class.APPLICATION;
  }

  Bytes authenticatedData() {
    return EnvelopeBinding.authenticatedData(group, state, kind);
  }

  boolean signedBy(Bytes signatureKey) {
    return LeafSignature.verifies(
        signatureKey, EnvelopeBinding.signed(group, state, kind, message), signature);
  }

  StoredEnvelope stored(StoredEnvelope.Status status) {
    // Nobody is served what was refused: its id is enough.
    Bytes kept = status == StoredEnvelope.Status.REFUSED ? Bytes.EMPTY : bytes;
    return new StoredEnvelope(group, id, state, epoch, kept, status);
  }
}
