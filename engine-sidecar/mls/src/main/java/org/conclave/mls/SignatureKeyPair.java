package org.conclave.mls;

/** A fresh signature key pair of a device. The private key is part of no group state. */
public record SignatureKeyPair(byte[] publicKey, byte[] privateKey) {
  @Override
  public String toString() {
    return "SignatureKeyPair";
  }
}
