package org.conclave.onboarding.internal.statement;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/** An Ed25519 key pair (RFC 8032). Closing it wipes the seed. Thread-safe. */
public final class SigningKey implements AutoCloseable {
  private final SecretBytes seed;
  private final Bytes publicKey;

  private SigningKey(SecretBytes seed, Bytes publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
  }

  public static SigningKey generate(SecureRandom random) {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    Ed25519.generatePrivateKey(random, seed);
    return ofSeed(SecretBytes.wrap(seed));
  }

  /**
   * Takes {@code seed} over.
   *
   * @throws IllegalArgumentException if it is not 32 bytes long
   */
  public static SigningKey ofSeed(SecretBytes seed) {
    if (seed.size() != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.size());
    }
    byte[] secret = seed.toByteArray();
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(secret, 0, publicKey, 0);
    Arrays.fill(secret, (byte) 0);
    return new SigningKey(seed, Bytes.wrap(publicKey));
  }

  public Bytes publicKey() {
    return publicKey;
  }

  /** The seed itself, wiped when this key is closed. */
  public SecretBytes seed() {
    return seed;
  }

  Bytes sign(Bytes message) {
    byte[] secret = seed.toByteArray();
    byte[] signed = message.toByteArray();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, signed, 0, signed.length, signature, 0);
    Arrays.fill(secret, (byte) 0);
    return Bytes.wrap(signature);
  }

  @Override
  public void close() {
    seed.close();
  }

  @Override
  public String toString() {
    return "SigningKey[" + publicKey + "]";
  }
}
