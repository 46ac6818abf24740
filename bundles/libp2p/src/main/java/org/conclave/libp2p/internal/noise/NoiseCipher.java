package org.conclave.libp2p.internal.noise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** ChaCha20-Poly1305 with a counter as nonce (Noise, section 5.1), for one direction. */
final class NoiseCipher {
  static final int TAG_LENGTH = 16;

  private static final int NONCE_LENGTH = 12;

  private final Cipher cipher;
  private final Key key;
  private final int mode;
  private final byte[] nonce = new byte[NONCE_LENGTH];
  private long counter;

  private NoiseCipher(byte[] key, int mode, long firstNonce) {
    try {
      this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 11 has ChaCha20-Poly1305", e);
    }
    this.key = new SecretKeySpec(key, "ChaCha20");
    this.mode = mode;
    this.counter = firstNonce;
  }

  static NoiseCipher encrypting(byte[] key, long firstNonce) {
    return new NoiseCipher(key, Cipher.ENCRYPT_MODE, firstNonce);
  }

  static NoiseCipher decrypting(byte[] key, long firstNonce) {
    return new NoiseCipher(key, Cipher.DECRYPT_MODE, firstNonce);
  }

  /**
   * Encrypts or decrypts one message under the next nonce.
   *
   * @return how many bytes were written
   * @throws GeneralSecurityException if the tag does not match, or the nonces are used up
   */
  int apply(byte[] associated, byte[] in, int offset, int length, byte[] out, int outOffset)
      throws GeneralSecurityException {
    // The last nonce is reserved for rekeying, which libp2p does not do.
    if (counter == -1) {
      throw new GeneralSecurityException("the nonces of the connection are used up");
    }
    ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN).putLong(4, counter++);
    cipher.init(mode, key, new IvParameterSpec(nonce));
    if (associated.length > 0) {
      cipher.updateAAD(associated);
    }
    return cipher.doFinal(in, offset, length, out, outOffset);
  }
}
