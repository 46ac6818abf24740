package org.conclave.libp2p.internal.pubsub;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes apart what a link was given. */
final class Frames {
  private Frames() {}

  static List<byte[]> split(ByteBuffer bytes) {
    List<byte[]> frames = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(bytes.duplicate());
    try {
      while (!in.isAtEnd()) {
        frames.add(in.readRawBytes(in.readRawVarint32()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }
}
