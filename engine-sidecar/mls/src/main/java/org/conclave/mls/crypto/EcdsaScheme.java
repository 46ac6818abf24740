package org.conclave.mls.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;

/** ECDSA as TLS 1.3 encodes it (DER), with the deterministic nonces of RFC 6979. */
final class EcdsaScheme implements SignatureScheme {
  private final NistCurve curve;
  private final Kdf hash;

  /**
   * @param hash whose hash function is the one that signs
   */
  EcdsaScheme(NistCurve curve, Kdf hash) {
    this.curve = curve;
    this.hash = hash;
  }

  @Override
  public Secret generatePrivateKey(SecureRandom random) {
    return curve.generatePrivateKey(random);
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    return curve.publicKeyOf(privateKey);
  }

  @Override
  public byte[] sign(Secret privateKey, byte[] message) {
    ECDSASigner signer = signer();
    signer.init(true, new ECPrivateKeyParameters(curve.scalarOf(privateKey), curve.domain()));
    BigInteger[] signature = signer.generateSignature(hash.hash(message));
    try {
      return StandardDSAEncoding.INSTANCE.encode(curve.domain().getN(), signature[0], signature[1]);
    } catch (IOException e) {
      throw new IllegalStateException("a signature cannot be encoded", e);
    }
  }

  @Override
  public AlgorithmIdentifier keyAlgorithm() {
    return new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.identifier());
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    Optional<ECPoint> point = curve.pointOf(publicKey);
    if (point.isEmpty()) {
      return false;
    }
    try {
      BigInteger[] decoded = StandardDSAEncoding.INSTANCE.decode(curve.domain().getN(), signature);
      ECDSASigner signer = signer();
      signer.init(false, new ECPublicKeyParameters(point.get(), curve.domain()));
      return signer.verifySignature(hash.hash(message), decoded[0], decoded[1]);
    } catch (IOException | IllegalArgumentException e) {
      // How the library says that the octets are no signature.
      return false;
    }
  }

  private ECDSASigner signer() {
    return new ECDSASigner(
        new HMacDSAKCalculator(
            switch (hash) {
              case HKDF_SHA256 -> SHA256Digest.newInstance();
              case HKDF_SHA384 -> new SHA384Digest();
              case HKDF_SHA512 -> new SHA512Digest();
            }));
  }
}
