package org.conclave.mls;

/** A member's own signing material, with the identity of its basic credential. */
public record Signer(
    int cipherSuite, byte[] identity, byte[] signatureKey, byte[] signaturePrivateKey) {
  @Override
  public String toString() {
    return "Signer[suite " + cipherSuite + "]";
  }
}
