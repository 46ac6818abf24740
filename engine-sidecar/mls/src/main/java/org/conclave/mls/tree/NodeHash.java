package org.conclave.mls.tree;

import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.jspecify.annotations.Nullable;

/** The hash inputs of RFC 9420 sections 7.8 and 7.9. */
final class NodeHash {
  private NodeHash() {}

  static byte[] ofLeaf(CipherSuite suite, int leaf, @Nullable Node node) {
    return suite.hash(new TlsWriter().u8(1).u32(leaf).optional(node).toByteArray());
  }

  static byte[] ofParent(CipherSuite suite, @Nullable Node node, byte[] left, byte[] right) {
    return suite.hash(
        new TlsWriter().u8(2).optional(node).opaque(left).opaque(right).toByteArray());
  }

  /** The parent hash of a node with a given copath child. */
  static byte[] parentHash(
      CipherSuite suite, byte[] encryptionKey, byte[] parentHash, byte[] siblingHash) {
    return suite.hash(
        new TlsWriter().opaque(encryptionKey).opaque(parentHash).opaque(siblingHash).toByteArray());
  }
}
