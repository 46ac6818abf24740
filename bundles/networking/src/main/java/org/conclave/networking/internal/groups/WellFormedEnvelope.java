package org.conclave.networking.internal.groups;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.proto.wire.v1.Envelope;

/**
 * Bytes that read as an envelope of a group. Nothing about it is authenticated.
 *
 * @param bytes exactly as they came
 */
public record WellFormedEnvelope(GroupId group, EnvelopeId id, Bytes bytes) {
  public static final int MAXIMUM = 1 << 20;

  /** Empty for what is no envelope, or longer than {@value #MAXIMUM} bytes. */
  public static Optional<WellFormedEnvelope> parse(Bytes bytes) {
    if (bytes.isEmpty() || bytes.size() > MAXIMUM) {
      return Optional.empty();
    }
    try {
      Envelope envelope = Envelope.parseFrom(bytes.asByteBuffer());
      if (envelope.getGroupId().size() != GroupId.SIZE || envelope.getMessage().isEmpty()) {
        return Optional.empty();
      }
      GroupId group = new GroupId(Bytes.wrap(envelope.getGroupId().toByteArray()));
      return Optional.of(new WellFormedEnvelope(group, new EnvelopeId(Sha256.of(bytes)), bytes));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
