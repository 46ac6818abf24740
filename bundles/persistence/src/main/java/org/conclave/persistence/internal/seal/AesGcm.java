package org.conclave.persistence.internal.seal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a random 96-bit nonce in front: nonce ‖ ciphertext ‖ tag. */
final class AesGcm {
  static final int NONCE_SIZE = 12;
  static final int TAG_SIZE = 16;

  private AesGcm() {}

  static byte[] seal(SecretKey key, SecureRandom random, byte[] associated, byte[] plain) {
    byte[] nonce = new byte[NONCE_SIZE];
    random.nextBytes(nonce);
    byte[] sealed = new byte[NONCE_SIZE + plain.length + TAG_SIZE];
    System.arraycopy(nonce, 0, sealed, 0, NONCE_SIZE);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0);
      cipher.updateAAD(associated);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_SIZE);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * @throws UnsealException if {@code sealed} was not made with this key and associated data
   */
  static byte[] open(SecretKey key, byte[] associated, byte[] sealed) throws UnsealException {
    if (sealed.length < NONCE_SIZE + TAG_SIZE) {
      throw new UnsealException("a sealed value is too short");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, 0);
      cipher.updateAAD(associated);
      return cipher.doFinal(sealed, NONCE_SIZE, sealed.length - NONCE_SIZE);
    } catch (AEADBadTagException e) {
      throw new UnsealException("a sealed value does not authenticate");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int offset)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_SIZE * 8, nonce, offset, NONCE_SIZE));
    return cipher;
  }
}
