package org.conclave.mls.crypto;

import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/** Ed448 with an empty context, RFC 8032. */
final class Ed448Scheme implements SignatureScheme {
  private static final byte[] CONTEXT = new byte[0];

  @Override
  public Secret generatePrivateKey(SecureRandom random) {
    byte[] seed = new byte[Ed448.SECRET_KEY_SIZE];
    random.nextBytes(seed);
    return Secret.owning(seed);
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    byte[] publicKey = new byte[Ed448.PUBLIC_KEY_SIZE];
    Ed448.generatePublicKey(requireKey(privateKey), 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public byte[] sign(Secret privateKey, byte[] message) {
    byte[] signature = new byte[Ed448.SIGNATURE_SIZE];
    Ed448.sign(requireKey(privateKey), 0, CONTEXT, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public AlgorithmIdentifier keyAlgorithm() {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.113"));
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == Ed448.PUBLIC_KEY_SIZE
        && signature.length == Ed448.SIGNATURE_SIZE
        && Ed448.verify(signature, 0, publicKey, 0, CONTEXT, message, 0, message.length);
  }

  private static byte[] requireKey(Secret privateKey) {
    if (privateKey.length() != Ed448.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed448 private key has 57 octets");
    }
    return privateKey.expose();
  }
}
