package org.conclave.mls;

import org.conclave.mls.tree.Credential;

/** A member of a group. */
public record Member(int leaf, Credential credential, byte[] signatureKey) {
  /** Of a basic credential; empty for any other. */
  public byte[] identity() {
    return credential.identity();
  }
}
