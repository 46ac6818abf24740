package org.conclave.mls.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;

/**
 * X-Wing, which HPKE calls MLKEM768-X25519: ML-KEM-768 (FIPS 203) and X25519 together, secure as
 * long as one of them is. draft-connolly-cfrg-xwing-kem-10 with the key derivation of
 * draft-ietf-hpke-pq-05. Private keys are the seeds of 32 octets.
 */
final class XWing implements Kem {
  /** What encapsulation draws: 32 octets for ML-KEM and a private key for X25519. */
  static final int RANDOMNESS = 64;

  private static final int ID = 0x647A;
  private static final int SEED = 32;
  private static final int ML_KEM_PUBLIC_KEY = 1184;
  private static final int ML_KEM_CIPHERTEXT = 1088;
  private static final int X25519_KEY = 32;
  private static final byte[] LABEL = ascii("\\.//^\\");
  private static final MLKEMParameters ML_KEM = MLKEMParameters.ml_kem_768;
  private static final DhGroup X25519 = MontgomeryGroup.CURVE25519;

  @Override
  public int id() {
    return ID;
  }

  @Override
  public KemKeyPair generate(SecureRandom random) {
    byte[] seed = new byte[SEED];
    random.nextBytes(seed);
    return pairOf(Secret.owning(seed));
  }

  @Override
  public KemKeyPair derive(Secret input) {
    TlsWriter labelled =
        new TlsWriter().bytes(input.expose()).bytes(ascii("HPKE-v1")).bytes(ascii("KEM")).u16(ID);
    byte[] label = ascii("DeriveKeyPair");
    labelled.u16(label.length).bytes(label).u16(SEED);
    Secret whole = Secret.owning(labelled.toByteArray());
    labelled.wipe();
    Secret seed = shake256(whole, SEED);
    whole.wipe();
    return pairOf(seed);
  }

  @Override
  public byte[] publicKeyOf(Secret privateKey) {
    Expanded expanded = expand(privateKey);
    byte[] publicKey = expanded.publicKey();
    expanded.wipe();
    return publicKey;
  }

  @Override
  public boolean isPublicKey(byte[] publicKey) {
    return publicKey.length == ML_KEM_PUBLIC_KEY + X25519_KEY
        && X25519.isPublicKey(x25519Part(publicKey, ML_KEM_PUBLIC_KEY))
        && mlKemKey(publicKey).isPresent();
  }

  @Override
  public Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws RuleViolation {
    byte[] drawn = new byte[RANDOMNESS];
    random.nextBytes(drawn);
    Secret randomness = Secret.owning(drawn);
    try {
      return encapsulate(publicKey, randomness);
    } finally {
      randomness.wipe();
    }
  }

  /** {@code EncapsulateDerand}. */
  Encapsulated encapsulate(byte[] publicKey, Secret randomness) throws RuleViolation {
    if (publicKey.length != ML_KEM_PUBLIC_KEY + X25519_KEY) {
      throw unusable();
    }
    MLKEMPublicKeyParameters mlKemKey = mlKemKey(publicKey).orElseThrow(XWing::unusable);
    byte[] recipient = x25519Part(publicKey, ML_KEM_PUBLIC_KEY);
    byte[] message = Arrays.copyOf(randomness.expose(), SEED);
    Secret ephemeral = Secret.owning(Arrays.copyOfRange(randomness.expose(), SEED, RANDOMNESS));
    Secret agreement = X25519.agree(ephemeral, recipient).orElseThrow(XWing::unusable);
    byte[] ephemeralKey = X25519.publicKeyOf(ephemeral);
    ephemeral.wipe();
    SecretWithEncapsulation mlKem = MLKEMGenerator.internalGenerateEncapsulated(mlKemKey, message);
    Arrays.fill(message, (byte) 0);
    byte[] encapsulated =
        new TlsWriter().bytes(mlKem.getEncapsulation()).bytes(ephemeralKey).toByteArray();
    return new Encapsulated(
        combine(Secret.owning(mlKem.getSecret()), agreement, ephemeralKey, recipient),
        encapsulated);
  }

  @Override
  public Secret decapsulate(byte[] encapsulated, Secret privateKey) throws RuleViolation {
    if (encapsulated.length != ML_KEM_CIPHERTEXT + X25519_KEY) {
      throw unusable();
    }
    Expanded expanded = expand(privateKey);
    byte[] ephemeralKey = x25519Part(encapsulated, ML_KEM_CIPHERTEXT);
    Secret agreement = X25519.agree(expanded.x25519(), ephemeralKey).orElseThrow(XWing::unusable);
    byte[] recipient = X25519.publicKeyOf(expanded.x25519());
    expanded.wipe();
    byte[] mlKem =
        new MLKEMExtractor(expanded.mlKem())
            .extractSecret(Arrays.copyOf(encapsulated, ML_KEM_CIPHERTEXT));
    return combine(Secret.owning(mlKem), agreement, ephemeralKey, recipient);
  }

  /** Both private keys. What the library holds of ML-KEM's cannot be wiped. */
  private record Expanded(MLKEMPrivateKeyParameters mlKem, Secret x25519) {
    byte[] publicKey() {
      return new TlsWriter()
          .bytes(mlKem.getPublicKey())
          .bytes(X25519.publicKeyOf(x25519))
          .toByteArray();
    }

    void wipe() {
      x25519.wipe();
    }
  }

  /** {@code expandDecapsulationKey}. */
  private static Expanded expand(Secret privateKey) {
    if (privateKey.length() != SEED) {
      throw new IllegalArgumentException("an X-Wing private key has 32 octets");
    }
    Secret both = shake256(privateKey, 2 * SEED + X25519_KEY);
    byte[] mlKemSeed = Arrays.copyOf(both.expose(), 2 * SEED);
    Secret x25519 =
        Secret.owning(Arrays.copyOfRange(both.expose(), 2 * SEED, 2 * SEED + X25519_KEY));
    both.wipe();
    MLKEMPrivateKeyParameters mlKem = new MLKEMPrivateKeyParameters(ML_KEM, mlKemSeed);
    Arrays.fill(mlKemSeed, (byte) 0);
    return new Expanded(mlKem, x25519);
  }

  private static KemKeyPair pairOf(Secret seed) {
    Expanded expanded = expand(seed);
    byte[] publicKey = expanded.publicKey();
    expanded.wipe();
    return new KemKeyPair(seed, publicKey);
  }

  /** {@code Combiner}. Wipes both secrets. */
  private static Secret combine(
      Secret mlKem, Secret agreement, byte[] ephemeralKey, byte[] recipient) {
    SHA3Digest digest = new SHA3Digest(256);
    for (byte[] part :
        new byte[][] {mlKem.expose(), agreement.expose(), ephemeralKey, recipient, LABEL}) {
      digest.update(part, 0, part.length);
    }
    byte[] shared = new byte[digest.getDigestSize()];
    digest.doFinal(shared, 0);
    mlKem.wipe();
    agreement.wipe();
    return Secret.owning(shared);
  }

  /** ML-KEM's part of a public key, if its coefficients are reduced (FIPS 203 section 7.2). */
  private static Optional<MLKEMPublicKeyParameters> mlKemKey(byte[] publicKey) {
    try {
      return Optional.of(
          new MLKEMPublicKeyParameters(ML_KEM, Arrays.copyOf(publicKey, ML_KEM_PUBLIC_KEY)));
    } catch (IllegalArgumentException e) {
      // How the library says that they are not.
      return Optional.empty();
    }
  }

  private static byte[] x25519Part(byte[] whole, int from) {
    return Arrays.copyOfRange(whole, from, from + X25519_KEY);
  }

  private static Secret shake256(Secret input, int length) {
    SHAKEDigest shake = new SHAKEDigest(256);
    shake.update(input.expose(), 0, input.length());
    byte[] output = new byte[length];
    shake.doFinal(output, 0, length);
    return Secret.owning(output);
  }

  private static RuleViolation unusable() {
    return new RuleViolation(Reason.INVALID, "RFC 9180 7.1.4", "an X-Wing key that is none");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
