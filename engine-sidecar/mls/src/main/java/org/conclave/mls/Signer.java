package org.conclave.mls;

import org.conclave.mls.tree.Credential;

/** A member's own signing material, with the credential that its leaves present. */
public record Signer(
    int cipherSuite, Credential credential, byte[] signatureKey, byte[] signaturePrivateKey) {

  /** With a basic credential. */
  public Signer(int cipherSuite, byte[] identity, byte[] signatureKey, byte[] signaturePrivateKey) {
    this(cipherSuite, new Credential.Basic(identity), signatureKey, signaturePrivateKey);
  }

  /** Of a basic credential; empty for any other. */
  public byte[] identity() {
    return credential.identity();
  }

  @Override
  public String toString() {
    return "Signer[suite " + cipherSuite + "]";
  }
}
