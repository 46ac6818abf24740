package org.conclave.migration.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.migration.MigrationException;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;
import org.conclave.migration.internal.BackupContent.BackedUpMessage;
import org.conclave.proto.backup.v1.BackupConversation;
import org.conclave.proto.backup.v1.BackupMessage;

/**
 * The parts of a backup, each within its bounds. What does not fit is DAMAGED, or one of the
 * exceptions that {@link BackupReader} takes for it.
 */
final class Parts {
  private static final Bytes NONE = Bytes.EMPTY;

  private Parts() {}

  static long number(CodedInputStream in, int tag) throws IOException, MigrationException {
    requireType(tag, WireFormat.WIRETYPE_VARINT);
    return in.readInt64();
  }

  static boolean flag(CodedInputStream in, int tag) throws IOException, MigrationException {
    requireType(tag, WireFormat.WIRETYPE_VARINT);
    return in.readBool();
  }

  static Bytes exact(CodedInputStream in, int tag, int size)
      throws IOException, MigrationException {
    return Bytes.wrap(array(in, tag, size, size));
  }

  static Bytes bytes(CodedInputStream in, int tag, int most)
      throws IOException, MigrationException {
    return Bytes.wrap(array(in, tag, 1, most));
  }

  static String text(CodedInputStream in, int tag, int most)
      throws IOException, MigrationException {
    byte[] utf8 = array(in, tag, 0, most);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  /** The caller's, and nobody else's. */
  static byte[] array(CodedInputStream in, int tag, int least, int most)
      throws IOException, MigrationException {
    int size = length(in, tag);
    if (size < least || size > most) {
      throw Refusals.damaged();
    }
    return in.readRawBytes(size);
  }

  static BackedUpConversation conversation(CodedInputStream in, int tag)
      throws IOException, MigrationException {
    Bytes group = NONE;
    String name = "";
    long createdAt = 0;
    boolean left = false;
    int outer = in.pushLimit(length(in, tag));
    for (int part = in.readTag(); part != 0; part = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(part)) {
        case BackupConversation.GROUP_ID_FIELD_NUMBER -> group = exact(in, part, GroupId.SIZE);
        case BackupConversation.NAME_FIELD_NUMBER -> name = text(in, part, Limits.NAME);
        case BackupConversation.CREATED_AT_FIELD_NUMBER -> createdAt = number(in, part);
        case BackupConversation.LEFT_FIELD_NUMBER -> left = flag(in, part);
        default -> skip(in, part);
      }
    }
    in.popLimit(outer);
    return new BackedUpConversation(new GroupId(group), name, instant(createdAt), left);
  }

  static BackedUpMessage message(CodedInputStream in, int tag)
      throws IOException, MigrationException {
    Bytes group = NONE;
    Bytes id = NONE;
    Bytes author = NONE;
    boolean own = false;
    long sentAt = 0;
    long committedAt = 0;
    String text = "";
    int outer = in.pushLimit(length(in, tag));
    for (int part = in.readTag(); part != 0; part = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(part)) {
        case BackupMessage.GROUP_ID_FIELD_NUMBER -> group = exact(in, part, GroupId.SIZE);
        case BackupMessage.MESSAGE_ID_FIELD_NUMBER -> id = exact(in, part, MessageId.SIZE);
        case BackupMessage.AUTHOR_FIELD_NUMBER -> author = exact(in, part, UserId.SIZE);
        case BackupMessage.OWN_FIELD_NUMBER -> own = flag(in, part);
        case BackupMessage.SENT_AT_FIELD_NUMBER -> sentAt = number(in, part);
        case BackupMessage.COMMITTED_AT_FIELD_NUMBER -> committedAt = number(in, part);
        case BackupMessage.TEXT_FIELD_NUMBER -> text = text(in, part, Limits.PAYLOAD);
        default -> skip(in, part);
      }
    }
    in.popLimit(outer);
    return new BackedUpMessage(
        new GroupId(group),
        new MessageId(id),
        new UserId(author),
        own,
        instant(sentAt),
        instant(committedAt),
        text);
  }

  /** Of what follows; not more than there is. */
  private static int length(CodedInputStream in, int tag) throws IOException, MigrationException {
    requireType(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = in.readRawVarint32();
    if (length < 0) {
      throw Refusals.damaged();
    }
    return length;
  }

  private static void skip(CodedInputStream in, int tag) throws IOException, MigrationException {
    if (!in.skipField(tag)) {
      throw Refusals.damaged();
    }
  }

  private static void requireType(int tag, int wireType) throws MigrationException {
    if (WireFormat.getTagWireType(tag) != wireType) {
      throw Refusals.damaged();
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
