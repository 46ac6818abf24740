package org.conclave.mls.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** P-256, P-384 and P-521 with uncompressed points, RFC 9180 section 7.1. */
enum NistCurve implements DhGroup {
  P256("P-256", 0xff),
  P384("P-384", 0xff),
  P521("P-521", 0x01);

  private static final int UNCOMPRESSED = 4;

  private final ECDomainParameters domain;
  private final int topMask;

  NistCurve(String name, int topMask) {
    X9ECParameters parameters = CustomNamedCurves.getByName(name);
    this.domain = new ECDomainParameters(parameters);
    this.topMask = topMask;
  }

  /** How X.509 names the curve. */
  ASN1ObjectIdentifier identifier() {
    return switch (this) {
      case P256 -> SECObjectIdentifiers.secp256r1;
      case P384 -> SECObjectIdentifiers.secp384r1;
      case P521 -> SECObjectIdentifiers.secp521r1;
    };
  }

  ECDomainParameters domain() {
    return domain;
  }

  @Override
  public Secret generatePrivateKey(SecureRandom random) {
    BigInteger scalar;
    do {
      scalar = new BigInteger(domain.getN().bitLength(), random);
    } while (!isScalar(scalar));
    return Secret.owning(BigIntegers.asUnsignedByteArray(scalarLength(), scalar));
  }

  @Override
  public Secret derivePrivateKey(HpkeLabels labels, Secret extracted) {
    for (int counter = 0; counter < 256; counter++) {
      Secret candidate =
          labels.expand(extracted, "candidate", new byte[] {(byte) counter}, scalarLength());
      candidate.expose()[0] &= (byte) topMask;
      if (isScalar(new BigInteger(1, candidate.expose()))) {
        return candidate;
      }
    }
    // One try fails with a probability of at most 2^-32, so that this many do not happen.
    throw new IllegalStateException("no private key could be derived");
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    return new FixedPointCombMultiplier()
        .multiply(domain.getG(), scalarOf(privateKey))
        .normalize()
        .getEncoded(false);
  }

  @Override
  public boolean isPublicKey(byte[] publicKey) {
    return pointOf(publicKey).isPresent();
  }

  @Override
  public Optional<Secret> agree(Secret privateKey, byte[] publicKey) {
    return pointOf(publicKey)
        .map(point -> point.multiply(scalarOf(privateKey)).normalize())
        .filter(point -> !point.isInfinity())
        .map(point -> Secret.owning(point.getAffineXCoord().getEncoded()));
  }

  /** The point that is encoded, if it is one of the group. */
  Optional<ECPoint> pointOf(byte[] encoded) {
    int fieldLength = (domain.getCurve().getFieldSize() + 7) / 8;
    if (encoded.length != 1 + 2 * fieldLength || encoded[0] != UNCOMPRESSED) {
      return Optional.empty();
    }
    try {
      ECPoint point = domain.getCurve().decodePoint(encoded);
      return point.isInfinity() ? Optional.empty() : Optional.of(point);
    } catch (IllegalArgumentException e) {
      // How the library says that the point is not on the curve.
      return Optional.empty();
    }
  }

  BigInteger scalarOf(Secret privateKey) {
    BigInteger scalar = new BigInteger(1, privateKey.expose());
    if (!isScalar(scalar)) {
      throw new IllegalArgumentException("a private key outside the group's order");
    }
    return scalar;
  }

  private boolean isScalar(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(domain.getN()) < 0;
  }

  private int scalarLength() {
    return BigIntegers.getUnsignedByteLength(domain.getN());
  }
}
