package org.conclave.mls.crypto;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;

/** DHKEM(X25519, HKDF-SHA256), RFC 9180 sections 4.1 and 7.1. */
final class X25519Kem implements Kem {
  private static final int LENGTH = 32;
  private static final int ID = 0x0020;

  private final HpkeLabels labels =
      new HpkeLabels(Kdf.HKDF_SHA256, new byte[] {'K', 'E', 'M', 0x00, ID});

  @Override
  public int id() {
    return ID;
  }

  @Override
  public KemKeyPair generate(SecureRandom random) {
    byte[] privateKey = new byte[LENGTH];
    random.nextBytes(privateKey);
    return pairOf(Secret.owning(privateKey));
  }

  @Override
  public KemKeyPair derive(Secret input) {
    Secret extracted = labels.extract(new byte[0], "dkp_prk", input.expose());
    Secret privateKey = labels.expand(extracted, "sk", new byte[0], LENGTH);
    extracted.wipe();
    return pairOf(privateKey);
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    if (privateKey.length() != LENGTH) {
      throw new IllegalArgumentException("an X25519 private key has 32 octets");
    }
    byte[] publicKey = new byte[LENGTH];
    X25519.generatePublicKey(privateKey.expose(), 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public boolean isPublicKey(byte[] publicKey) {
    return publicKey.length == LENGTH;
  }

  @Override
  public Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws RuleViolation {
    KemKeyPair ephemeral = generate(random);
    Secret agreement = agree(ephemeral.privateKey(), publicKey);
    ephemeral.privateKey().wipe();
    return new Encapsulated(
        shared(agreement, ephemeral.publicKey(), publicKey), ephemeral.publicKey());
  }

  @Override
  public Secret decapsulate(byte[] encapsulated, Secret privateKey) throws RuleViolation {
    return shared(agree(privateKey, encapsulated), encapsulated, publicKeyOf(privateKey));
  }

  private KemKeyPair pairOf(Secret privateKey) {
    return new KemKeyPair(privateKey, publicKeyOf(privateKey));
  }

  private Secret shared(Secret agreement, byte[] encapsulated, byte[] recipient) {
    byte[] context = new byte[2 * LENGTH];
    System.arraycopy(encapsulated, 0, context, 0, LENGTH);
    System.arraycopy(recipient, 0, context, LENGTH, LENGTH);
    Secret extracted = labels.extract(new byte[0], "eae_prk", agreement.expose());
    Secret shared = labels.expand(extracted, "shared_secret", context, LENGTH);
    agreement.wipe();
    extracted.wipe();
    return shared;
  }

  private static Secret agree(Secret privateKey, byte[] publicKey) throws RuleViolation {
    byte[] agreement = new byte[LENGTH];
    if (publicKey.length != LENGTH
        || !X25519.calculateAgreement(privateKey.expose(), 0, publicKey, 0, agreement, 0)) {
      throw new RuleViolation(
          Reason.INVALID, "RFC 9180 7.1.4", "an X25519 public key that must not be used");
    }
    return Secret.owning(agreement);
  }
}
