package org.conclave.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF (RFC 5869) with the hash and the MAC that belong to it. Thread safe. */
enum Kdf {
  HKDF_SHA256(1, "SHA-256", "HmacSHA256", 32),
  HKDF_SHA384(2, "SHA-384", "HmacSHA384", 48),
  HKDF_SHA512(3, "SHA-512", "HmacSHA512", 64);

  private final int id;
  private final String digestName;
  private final String macName;
  private final int length;

  Kdf(int id, String digestName, String macName, int length) {
    this.id = id;
    this.digestName = digestName;
    this.macName = macName;
    this.length = length;
  }

  /** The number of RFC 9180 section 7.2. */
  int id() {
    return id;
  }

  /** {@code KDF.Nh}. */
  int length() {
    return length;
  }

  byte[] hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(digestName);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks " + digestName, e);
    }
  }

  byte[] mac(byte[] key, byte[]... parts) {
    Mac mac = macWith(key);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  Secret extract(byte[] salt, byte[] input) {
    return Secret.owning(mac(salt, input));
  }

  Secret expand(Secret pseudorandom, byte[] info, int wanted) {
    if (wanted > 255 * length) {
      throw new IllegalArgumentException("HKDF cannot expand to " + wanted + " octets");
    }
    Mac mac = macWith(pseudorandom.expose());
    byte[] output = new byte[wanted];
    byte[] block = new byte[0];
    int done = 0;
    for (int counter = 1; done < wanted; counter++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) counter);
      Arrays.fill(block, (byte) 0);
      block = mac.doFinal();
      int count = Math.min(block.length, wanted - done);
      System.arraycopy(block, 0, output, done, count);
      done += count;
    }
    Arrays.fill(block, (byte) 0);
    return Secret.owning(output);
  }

  private Mac macWith(byte[] key) {
    try {
      Mac mac = Mac.getInstance(macName);
      // HMAC pads keys with zeros, so one zero octet stands for the empty key that the platform
      // refuses.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, macName));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks " + macName, e);
    }
  }
}
