package org.conclave.networking.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.proto.wire.v1.Envelope;
import org.junit.jupiter.api.Test;

final class NamesTest {
  private static final byte[] ID = new byte[32];

  private static Envelope envelope() {
    return Envelope.newBuilder()
        .setGroupId(ByteString.copyFrom(ID))
        .setMessage(ByteString.copyFromUtf8("x"))
        .build();
  }

  @Test
  void topicOfAGroupHidesItsId() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update("conclave/topic/1".getBytes(StandardCharsets.US_ASCII));
    String expected = HexFormat.of().formatHex(digest.digest(ID));

    assertThat(TopicNames.of(new GroupId(Bytes.wrap(ID))).name())
        .isEqualTo("conclave/group/1/" + expected);
  }

  @Test
  void envelopeIsNamedByItsExactBytes() throws Exception {
    byte[] bytes = envelope().toByteArray();

    WellFormedEnvelope parsed = WellFormedEnvelope.parse(Bytes.wrap(bytes)).orElseThrow();

    assertThat(parsed.id().value().toByteArray())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void whatIsNoEnvelopeIsNotTaken() {
    assertThat(WellFormedEnvelope.parse(Bytes.EMPTY)).isEmpty();
    assertThat(WellFormedEnvelope.parse(Bytes.utf8("garbage"))).isEmpty();
    assertThat(
            WellFormedEnvelope.parse(
                Bytes.wrap(envelope().toBuilder().clearMessage().build().toByteArray())))
        .isEmpty();
    assertThat(
            WellFormedEnvelope.parse(
                Bytes.wrap(
                    envelope().toBuilder()
                        .setGroupId(ByteString.copyFrom(new byte[31]))
                        .build()
                        .toByteArray())))
        .isEmpty();
    assertThat(
            WellFormedEnvelope.parse(
                Bytes.wrap(
                    envelope().toBuilder()
                        .setMessage(ByteString.copyFrom(new byte[WellFormedEnvelope.MAXIMUM]))
                        .build()
                        .toByteArray())))
        .isEmpty();
  }
}
