package org.conclave.mls.crypto;

import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519, RFC 8032. */
final class Ed25519Scheme implements SignatureScheme {
  @Override
  public Secret generatePrivateKey(SecureRandom random) {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    random.nextBytes(seed);
    return Secret.owning(seed);
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    if (privateKey.length() != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 private key has 32 octets");
    }
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(privateKey.expose(), 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public byte[] sign(Secret privateKey, byte[] message) {
    if (privateKey.length() != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 private key has 32 octets");
    }
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(privateKey.expose(), 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public AlgorithmIdentifier keyAlgorithm() {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == Ed25519.PUBLIC_KEY_SIZE
        && signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
