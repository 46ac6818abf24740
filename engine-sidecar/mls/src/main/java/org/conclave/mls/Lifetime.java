package org.conclave.mls;

import org.conclave.mls.tree.LeafNodeSource;

/** When a key package may be used: seconds since 1970, both ends included. */
public record Lifetime(long notBefore, long notAfter) {

  /** As the leaf of a key package has it. */
  LeafNodeSource.InKeyPackage source() {
    return new LeafNodeSource.InKeyPackage(notBefore, notAfter);
  }
}
