package org.conclave.migration.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;

/** Values that differ where they should. */
final class Samples {
  private Samples() {}

  static Bytes bytes(int size, int fill) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) fill);
    content[0] = (byte) (fill >> 8);
    content[1] = (byte) (fill >> 16);
    return Bytes.wrap(content);
  }

  static GroupId group(int number) {
    return new GroupId(bytes(GroupId.SIZE, number));
  }

  static MessageId message(int number) {
    return new MessageId(bytes(MessageId.SIZE, number));
  }

  static UserId user(int number) {
    return new UserId(bytes(UserId.SIZE, number));
  }

  static SecretBytes passphrase(String text) {
    return SecretBytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
