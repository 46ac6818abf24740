package org.conclave.libp2p.crypto;

/** Signs with a key that it does not show. */
public interface Signer {

  /** The key to verify with. */
  PublicKey publicKey();

  /** The signature over the message as it is; a protocol adds its own prefix. */
  byte[] sign(byte[] message);
}
