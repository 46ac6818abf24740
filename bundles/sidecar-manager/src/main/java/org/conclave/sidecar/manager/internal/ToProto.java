package org.conclave.sidecar.manager.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.TreeSegment;
import org.conclave.proto.engine.v1.Extension;
import org.conclave.proto.engine.v1.RowKey;

/** Values of the API as messages of the engine contract. Copies nothing that is immutable. */
final class ToProto {
  private ToProto() {}

  static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer());
  }

  static RowKey rowKey(org.conclave.api.engine.RowKey key) {
    RowKey.Kind kind =
        switch (key.kind()) {
          case HANDSHAKE -> RowKey.Kind.HANDSHAKE;
          case APPLICATION -> RowKey.Kind.APPLICATION;
          case TREE_NODE -> RowKey.Kind.TREE_NODE;
        };
    return RowKey.newBuilder().setIndex(key.index()).setKind(kind).build();
  }

  static org.conclave.proto.engine.v1.TreeSegment treeSegment(TreeSegment segment) {
    return org.conclave.proto.engine.v1.TreeSegment.newBuilder()
        .setTreeHash(bytes(segment.treeHash()))
        .setBaseTreeHash(bytes(segment.baseTreeHash()))
        .setData(bytes(segment.data()))
        .build();
  }

  static org.conclave.proto.engine.v1.Lifetime lifetime(Lifetime lifetime) {
    return org.conclave.proto.engine.v1.Lifetime.newBuilder()
        .setNotBefore(lifetime.notBefore().getEpochSecond())
        .setNotAfter(lifetime.notAfter().getEpochSecond())
        .build();
  }

  static Extension extension(GroupExtension extension) {
    return Extension.newBuilder()
        .setType(extension.type())
        .setData(bytes(extension.data()))
        .build();
  }
}
