package org.conclave.libp2p.pubsub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.conclave.libp2p.multiformats.PeerId;

/** What makes two copies of a message the same message. Immutable. */
public final class MessageId {
  public static final int MAX_BYTES = 256;

  private final byte[] bytes;
  private final int hash;

  private MessageId(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a message id has 1 to 256 bytes, not " + bytes.length);
    }
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /**
   * @throws IllegalArgumentException unless there are 1 to {@value #MAX_BYTES} bytes
   */
  public static MessageId of(byte[] bytes) {
    return new MessageId(bytes.clone());
  }

  /** The id that the pubsub specification gives a message by default: author, then number. */
  public static MessageId of(PeerId author, long seqno) {
    byte[] from = author.toBytes();
    return new MessageId(
        ByteBuffer.allocate(from.length + Long.BYTES).put(from).putLong(seqno).array());
  }

  /** The id of a text, in UTF-8. */
  public static MessageId of(String text) {
    return new MessageId(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageId id && hash == id.hash && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
