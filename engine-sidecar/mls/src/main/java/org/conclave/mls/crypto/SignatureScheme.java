package org.conclave.mls.crypto;

import java.security.SecureRandom;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** A signature algorithm in the encodings of RFC 9420 section 5.1.2. Thread safe. */
interface SignatureScheme {
  Secret generatePrivateKey(SecureRandom random);

  byte[] publicKeyOf(Secret privateKey);

  byte[] sign(Secret privateKey, byte[] message);

  /** How X.509 names keys of this scheme. */
  AlgorithmIdentifier keyAlgorithm();

  /** False also for keys and signatures that are none. */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
