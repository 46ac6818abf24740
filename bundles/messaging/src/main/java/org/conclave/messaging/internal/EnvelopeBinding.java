package org.conclave.messaging.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.proto.wire.v1.Envelope;

/**
 * Byte strings that tie a message to the envelope around it, so that nobody on the way can put it
 * into another one.
 */
final class EnvelopeBinding {
  private static final Bytes AUTHENTICATED_DATA = domain("conclave/message/1");
  private static final Bytes SIGNATURE = domain("conclave/envelope/1");

  private EnvelopeBinding() {}

  /** MLS authenticated data of what travels in the envelope. */
  static Bytes authenticatedData(GroupId group, StateId state, Envelope.Class kind) {
    return place(AUTHENTICATED_DATA, group, state, kind);
  }

  /** What the committer signs, see Envelope in frames.proto. */
  static Bytes signed(GroupId group, StateId state, Envelope.Class kind, Bytes message) {
    return place(SIGNATURE, group, state, kind).concat(sha256(message));
  }

  static EnvelopeId id(Bytes envelope) {
    return new EnvelopeId(sha256(envelope));
  }

  private static Bytes place(Bytes domain, GroupId group, StateId state, Envelope.Class kind) {
    return domain
        .concat(group.value())
        .concat(state.value())
        .concat(Bytes.copyOf(new byte[] {(byte) kind.getNumber()}));
  }

  private static Bytes domain(String name) {
    return Bytes.wrap((name + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  private static Bytes sha256(Bytes input) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(input.asByteBuffer());
      return Bytes.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
