package org.conclave.mls.crypto;

import java.security.SecureRandom;
import java.util.Optional;

/** A Diffie-Hellman group in the encodings of RFC 9180 section 7.1. Thread safe. */
interface DhGroup {
  Secret generatePrivateKey(SecureRandom random);

  /**
   * The part of {@code DeriveKeyPair} (RFC 9180 section 7.1.3) that differs from group to group.
   */
  Secret derivePrivateKey(HpkeLabels labels, Secret extracted);

  /**
   * @throws IllegalArgumentException if it is no private key
   */
  byte[] publicKeyOf(Secret privateKey);

  boolean isPublicKey(byte[] publicKey);

  /** The shared secret; nothing if the public key must not be used (RFC 9180 section 7.1.4). */
  Optional<Secret> agree(Secret privateKey, byte[] publicKey);
}
