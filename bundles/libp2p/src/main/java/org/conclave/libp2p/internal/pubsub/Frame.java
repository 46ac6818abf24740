package org.conclave.libp2p.internal.pubsub;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.conclave.libp2p.internal.pubsub.wire.Rpc;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;

/** An encoded RPC with its length in front. Never changed, so one serves many peers. */
final class Frame {

  /** How much it matters to a peer that reads slowly. */
  enum Kind {
    /** Subscriptions and the mesh: without it the two sides disagree. */
    CONTROL,
    MESSAGE,
    /** What the next heartbeat says again. */
    GOSSIP
  }

  private final Kind kind;
  private final byte[] bytes;

  private Frame(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  static Frame of(Kind kind, Rpc rpc) {
    int size = rpc.getSerializedSize();
    byte[] bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(size) + size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32NoTag(size);
      rpc.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("an array took less than it has room for", e);
    }
    return new Frame(kind, bytes);
  }

  static Frame of(SignedMessage message) {
    return of(Kind.MESSAGE, Rpc.newBuilder().addPublish(message).build());
  }

  /** The same bytes as the answer to a request, which may be dropped. */
  Frame asGossip() {
    return new Frame(Kind.GOSSIP, bytes);
  }

  Kind kind() {
    return kind;
  }

  int length() {
    return bytes.length;
  }

  void copyTo(ByteBuffer target) {
    target.put(bytes);
  }

  ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }
}
