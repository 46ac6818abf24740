package org.conclave.mls.crypto;

import java.security.SecureRandom;
import org.conclave.mls.rule.RuleViolation;

/** A key encapsulation mechanism, RFC 9180 section 4. Thread safe. */
interface Kem {
  /** The number of RFC 9180 section 7.1. */
  int id();

  KemKeyPair generate(SecureRandom random);

  /** {@code DeriveKeyPair}. */
  KemKeyPair derive(Secret input);

  byte[] publicKeyOf(Secret privateKey);

  /** Whether the octets can be a public key at all. */
  boolean isPublicKey(byte[] publicKey);

  Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws RuleViolation;

  Secret decapsulate(byte[] encapsulated, Secret privateKey) throws RuleViolation;

  record Encapsulated(Secret shared, byte[] encapsulated) {}
}
