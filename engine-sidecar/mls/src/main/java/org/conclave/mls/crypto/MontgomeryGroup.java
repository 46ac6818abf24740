package org.conclave.mls.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;

/** X25519 and X448, RFC 7748. */
enum MontgomeryGroup implements DhGroup {
  CURVE25519(32) {
    @Override
    void generatePublicKey(byte[] privateKey, byte[] into) {
      X25519.generatePublicKey(privateKey, 0, into, 0);
    }

    @Override
    boolean calculateAgreement(byte[] privateKey, byte[] publicKey, byte[] into) {
      return X25519.calculateAgreement(privateKey, 0, publicKey, 0, into, 0);
    }
  },
  CURVE448(56) {
    @Override
    void generatePublicKey(byte[] privateKey, byte[] into) {
      X448.generatePublicKey(privateKey, 0, into, 0);
    }

    @Override
    boolean calculateAgreement(byte[] privateKey, byte[] publicKey, byte[] into) {
      return X448.calculateAgreement(privateKey, 0, publicKey, 0, into, 0);
    }
  };

  private final int length;

  /** The field's prime. */
  BigInteger prime() {
    return this == CURVE25519
        ? BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19))
        : BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE);
  }

  MontgomeryGroup(int length) {
    this.length = length;
  }

  abstract void generatePublicKey(byte[] privateKey, byte[] into);

  /** False if the agreement is all zeros. */
  abstract boolean calculateAgreement(byte[] privateKey, byte[] publicKey, byte[] into);

  @Override
  public Secret generatePrivateKey(SecureRandom random) {
    byte[] privateKey = new byte[length];
    random.nextBytes(privateKey);
    return Secret.owning(privateKey);
  }

  @Override
  public Secret derivePrivateKey(HpkeLabels labels, Secret extracted) {
    return labels.expand(extracted, "sk", new byte[0], length);
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    if (privateKey.length() != length) {
      throw new IllegalArgumentException("a private key of this group has " + length + " octets");
    }
    byte[] publicKey = new byte[length];
    generatePublicKey(privateKey.expose(), publicKey);
    return publicKey;
  }

  /**
   * Not one with which everybody would agree on zeros: its owner could keep the group from
   * committing.
   */
  @Override
  public boolean isPublicKey(byte[] publicKey) {
    return publicKey.length == length && !SmallOrder.contains(this, publicKey);
  }

  @Override
  public Optional<Secret> agree(Secret privateKey, byte[] publicKey) {
    byte[] agreement = new byte[length];
    return publicKey.length == length
            && calculateAgreement(privateKey.expose(), publicKey, agreement)
        ? Optional.of(Secret.owning(agreement))
        : Optional.empty();
  }
}
