package org.conclave.onboarding.internal.statement;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/** A device's X25519 key pair (RFC 7748). Closing it wipes the private key. */
public record MailboxKey(SecretBytes privateKey, Bytes publicKey) implements AutoCloseable {
  public static MailboxKey generate(SecureRandom random) {
    byte[] secret = new byte[X25519.SCALAR_SIZE];
    X25519.generatePrivateKey(random, secret);
    byte[] point = new byte[X25519.POINT_SIZE];
    X25519.generatePublicKey(secret, 0, point, 0);
    return new MailboxKey(SecretBytes.wrap(secret), Bytes.wrap(point));
  }

  /**
   * Whether {@code key} is 32 bytes of a point that is not of small order: agreement with such a
   * point is all zero whatever the secret (RFC 7748 section 6.1).
   */
  static boolean isStrong(Bytes key) {
    if (key.size() != X25519.POINT_SIZE) {
      return false;
    }
    byte[] anySecret = new byte[X25519.SCALAR_SIZE];
    Arrays.fill(anySecret, (byte) 0x40);
    return X25519.calculateAgreement(
        anySecret, 0, key.toByteArray(), 0, new byte[X25519.POINT_SIZE], 0);
  }

  @Override
  public void close() {
    privateKey.close();
  }
}
