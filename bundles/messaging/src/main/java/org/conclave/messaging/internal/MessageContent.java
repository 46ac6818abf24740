package org.conclave.messaging.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.MessageId;
import org.conclave.proto.wire.v1.Content;
import org.conclave.proto.wire.v1.Text;

/**
 * What people wrote, as it is encrypted.
 *
 * @param sentAt to the microsecond
 */
record MessageContent(MessageId id, Instant sentAt, String text) {
  private static final int LARGEST_TEXT = 64 << 10;
  private static final int LARGEST = LARGEST_TEXT + 64;

  /** The end of the year 9999, the last that everybody can print. */
  private static final long LATEST_MICROS = 253_402_300_799_999_999L;

  private static final int MICROS = 1_000_000;

  /** Whether {@code text} is 1 to 65,536 bytes of well-formed UTF-8. */
  static boolean validText(String text) {
    if (text.isEmpty() || text.length() > LARGEST_TEXT) {
      return false;
    }
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return utf8.remaining() <= LARGEST_TEXT;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Empty if an authenticated member wrote what no honest client writes. */
  static Optional<MessageContent> decode(Bytes plaintext) {
    if (plaintext.size() > LARGEST) {
      return Optional.empty();
    }
    try {
      Content content = Content.parseFrom(plaintext.asByteBuffer());
      ByteString id = content.getMessageId();
      long sentAt = content.getSentAtMicros();
      if (id.size() != MessageId.SIZE
          || sentAt < 0
          || sentAt > LATEST_MICROS
          || !content.hasText()
          || !validText(content.getText().getText())) {
        return Optional.empty();
      }
      return Optional.of(
          new MessageContent(
              new MessageId(ProtoBytes.from(id)),
              Instant.ofEpochSecond(sentAt / MICROS, sentAt % MICROS * 1_000),
              content.getText().getText()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  Bytes encode() {
    return Bytes.wrap(
        Content.newBuilder()
            .setMessageId(ProtoBytes.of(id.value()))
            .setSentAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, sentAt))
            .setText(Text.newBuilder().setText(text))
            .build()
            .toByteArray());
  }

  /** Names the message, and keeps what it says out of logs. */
  @Override
  public String toString() {
    return "MessageContent[" + id + "]";
  }
}
