package org.conclave.libp2p.internal.multistream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.Varint;
import org.jspecify.annotations.Nullable;

/** Lines of multistream-select: a varint with the length, the text, a line feed. */
final class MultistreamLine {
  static final String HEADER = "/multistream/1.0.0";
  static final String NOT_AVAILABLE = "na";
  static final String LIST = "ls";

  /** The longest line, line feed included. */
  static final int MAX_LENGTH = 1024;

  private MultistreamLine() {}

  static byte[] encode(String... lines) {
    byte[][] texts = new byte[lines.length][];
    int size = 0;
    for (int i = 0; i < lines.length; i++) {
      texts[i] = (lines[i] + "\n").getBytes(StandardCharsets.UTF_8);
      if (texts[i].length > MAX_LENGTH) {
        throw new IllegalArgumentException("a protocol id of " + texts[i].length + " bytes");
      }
      size += Varint.length(texts[i].length) + texts[i].length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    for (byte[] text : texts) {
      Varint.write(text.length, out);
      out.put(text);
    }
    return out.array();
  }

  /** Puts lines together from bytes as they arrive. Holds at most one line. */
  static final class Decoder {
    private final ByteBuffer prefix = ByteBuffer.allocate(Varint.MAX_LENGTH);
    private @Nullable ByteBuffer text;

    /**
     * The next line without its line feed, or null if {@code in} ends before it does. What follows
     * the line stays in {@code in}.
     *
     * @throws MultiformatException if the line is too long or does not end in a line feed
     */
    @Nullable String next(ByteBuffer in) {
      while (text == null && in.hasRemaining()) {
        byte b = in.get();
        prefix.put(b);
        if (b >= 0 || !prefix.hasRemaining()) {
          long length = Varint.read(prefix.flip());
          if (length == 0 || length > MAX_LENGTH) {
            throw new MultiformatException("a multistream line of " + length + " bytes");
          }
          text = ByteBuffer.allocate((int) length);
          prefix.clear();
        }
      }
      ByteBuffer line = text;
      if (line == null) {
        return null;
      }
      int n = Math.min(line.remaining(), in.remaining());
      line.put(in.slice().limit(n));
      in.position(in.position() + n);
      if (line.hasRemaining()) {
        return null;
      }
      text = null;
      int end = line.capacity() - 1;
      if (line.get(end) != '\n') {
        throw new MultiformatException("a multistream line without its line feed");
      }
      return new String(line.array(), 0, end, StandardCharsets.UTF_8);
    }
  }
}
