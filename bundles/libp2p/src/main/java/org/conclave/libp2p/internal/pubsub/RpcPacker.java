package org.conclave.libp2p.internal.pubsub;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.conclave.libp2p.internal.pubsub.wire.Rpc;

/** Packs parts into as few frames as their greatest length allows. */
final class RpcPacker {
  /** Tags and lengths around a part. */
  private static final int OVERHEAD = 16;

  private final Frame.Kind kind;
  private final int maxBytes;
  private final List<Frame> frames = new ArrayList<>();
  private Rpc.Builder current = Rpc.newBuilder();
  private int size;

  RpcPacker(Frame.Kind kind, int maxBytes) {
    this.kind = kind;
    this.maxBytes = maxBytes;
  }

  void add(MessageLite part, Consumer<Rpc.Builder> put) {
    int needed = part.getSerializedSize() + OVERHEAD;
    if (size > 0 && size + needed > maxBytes) {
      cut();
    }
    size += needed;
    put.accept(current);
  }

  List<Frame> finish() {
    if (size > 0) {
      cut();
    }
    return frames;
  }

  private void cut() {
    frames.add(Frame.of(kind, current.build()));
    current = Rpc.newBuilder();
    size = 0;
  }
}
