package org.conclave.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Authenticated encryption with associated data, RFC 9180 section 7.3. Thread safe. */
enum Aead {
  AES_128_GCM(1, "AES/GCM/NoPadding", "AES", 16),
  AES_256_GCM(2, "AES/GCM/NoPadding", "AES", 32),
  CHACHA20_POLY1305(3, "ChaCha20-Poly1305", "ChaCha20", 32);

  static final int NONCE_LENGTH = 12;
  static final int TAG_LENGTH = 16;

  private final int id;
  private final String transformation;
  private final String keyAlgorithm;
  private final int keyLength;

  Aead(int id, String transformation, String keyAlgorithm, int keyLength) {
    this.id = id;
    this.transformation = transformation;
    this.keyAlgorithm = keyAlgorithm;
    this.keyLength = keyLength;
  }

  int id() {
    return id;
  }

  /** {@code AEAD.Nk}. */
  int keyLength() {
    return keyLength;
  }

  byte[] seal(Secret key, byte[] nonce, byte[] associated, byte[] plaintext) {
    try {
      return run(Cipher.ENCRYPT_MODE, key, nonce, associated, plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform cannot seal with " + this, e);
    }
  }

  /** The plaintext, or nothing if it was not sealed so. */
  Optional<byte[]> open(Secret key, byte[] nonce, byte[] associated, byte[] ciphertext) {
    if (ciphertext.length < TAG_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(run(Cipher.DECRYPT_MODE, key, nonce, associated, ciphertext));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform cannot open with " + this, e);
    }
  }

  private byte[] run(int mode, Secret key, byte[] nonce, byte[] associated, byte[] input)
      throws GeneralSecurityException {
    // A fresh object each time: the platform's ChaCha20 refuses to be initialised twice with one
    // key and nonce.
    Cipher cipher = Cipher.getInstance(transformation);
    AlgorithmParameterSpec parameters =
        this == CHACHA20_POLY1305
            ? new IvParameterSpec(nonce)
            : new GCMParameterSpec(8 * TAG_LENGTH, nonce);
    cipher.init(mode, new SecretKeySpec(key.expose(), keyAlgorithm), parameters);
    cipher.updateAAD(associated);
    return cipher.doFinal(input);
  }
}
