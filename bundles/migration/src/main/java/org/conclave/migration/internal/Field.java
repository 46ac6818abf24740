package org.conclave.migration.internal;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/**
 * One field of a protobuf message that is about to be written. By hand, because the classes that
 * protoc makes keep secrets in ByteStrings and Strings that nobody can wipe.
 *
 * @param size with its tag
 */
record Field(int size, Writing writing) {
  /** Writes exactly {@code size} bytes, and wipes what it had to copy for that. */
  @FunctionalInterface
  interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  static Field number(int field, long value) {
    return new Field(
        CodedOutputStream.computeInt64Size(field, value), out -> out.writeInt64(field, value));
  }

  static Field flag(int field, boolean value) {
    return new Field(
        CodedOutputStream.computeBoolSize(field, value), out -> out.writeBool(field, value));
  }

  static Field bytes(int field, Bytes value) {
    return wiped(field, value.toByteArray());
  }

  static Field text(int field, String value) {
    return wiped(field, value.getBytes(StandardCharsets.UTF_8));
  }

  static Field secret(int field, SecretBytes value) {
    return wiped(field, value.toByteArray());
  }

  static Field message(int field, Field... parts) {
    int content = 0;
    for (Field part : parts) {
      content += part.size();
    }
    int length = content;
    return new Field(
        CodedOutputStream.computeTagSize(field)
            + CodedOutputStream.computeUInt32SizeNoTag(length)
            + length,
        out -> {
          out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(length);
          for (Field part : parts) {
            part.writing().to(out);
          }
        });
  }

  private static Field wiped(int field, byte[] value) {
    return new Field(
        CodedOutputStream.computeByteArraySize(field, value),
        out -> {
          try {
            out.writeByteArray(field, value);
          } finally {
            Arrays.fill(value, (byte) 0);
          }
        });
  }
}
