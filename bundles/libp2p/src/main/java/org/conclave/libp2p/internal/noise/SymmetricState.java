package org.conclave.libp2p.internal.noise;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The chaining key, the transcript hash and the key in use (Noise, section 5.2). */
final class SymmetricState {
  static final int HASH_LENGTH = 32;

  private static final byte[] NOTHING = {};

  private final MessageDigest sha256;
  private final Mac hmac;
  private byte[] chainingKey;
  private byte[] hash;
  private byte @Nullable [] key;
  private long nonce;

  /** Begins with a protocol name of exactly 32 bytes, which is its own hash. */
  SymmetricState(String protocolName) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      hmac = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    hash = Arrays.copyOf(protocolName.getBytes(StandardCharsets.US_ASCII), HASH_LENGTH);
    chainingKey = hash;
  }

  void mixHash(byte[] data) {
    sha256.update(hash);
    hash = sha256.digest(data);
  }

  void mixKey(byte[] input) {
    byte[][] keys = derive(input);
    chainingKey = keys[0];
    key = keys[1];
    nonce = 0;
  }

  byte[] encryptAndHash(byte[] plaintext) throws GeneralSecurityException {
    byte[] out = plaintext;
    byte[] secret = key;
    if (secret != null) {
      out = new byte[plaintext.length + NoiseCipher.TAG_LENGTH];
      NoiseCipher.encrypting(secret, nonce++).apply(hash, plaintext, 0, plaintext.length, out, 0);
    }
    mixHash(out);
    return out;
  }

  byte[] decryptAndHash(byte[] ciphertext) throws GeneralSecurityException {
    byte[] out = ciphertext;
    byte[] secret = key;
    if (secret != null) {
      if (ciphertext.length < NoiseCipher.TAG_LENGTH) {
        throw new GeneralSecurityException("a handshake message is cut off");
      }
      out = new byte[ciphertext.length - NoiseCipher.TAG_LENGTH];
      NoiseCipher.decrypting(secret, nonce++).apply(hash, ciphertext, 0, ciphertext.length, out, 0);
    }
    mixHash(ciphertext);
    return out;
  }

  /** Whether what follows is encrypted. */
  boolean hasKey() {
    return key != null;
  }

  /** The keys for the initiator's and the responder's messages; the state is of no use after. */
  byte[][] split() {
    byte[][] keys = derive(NOTHING);
    Arrays.fill(chainingKey, (byte) 0);
    byte[] last = key;
    if (last != null) {
      Arrays.fill(last, (byte) 0);
    }
    return keys;
  }

  private byte[][] derive(byte[] input) {
    byte[] temporary = hmac(chainingKey, input);
    byte[] first = hmac(temporary, new byte[] {1});
    byte[] second = hmac(temporary, Arrays.copyOf(first, HASH_LENGTH + 1), (byte) 2);
    Arrays.fill(temporary, (byte) 0);
    return new byte[][] {first, second};
  }

  private byte[] hmac(byte[] secret, byte[] data, byte last) {
    data[data.length - 1] = last;
    return hmac(secret, data);
  }

  private byte[] hmac(byte[] secret, byte[] data) {
    try {
      hmac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return hmac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    }
  }
}
