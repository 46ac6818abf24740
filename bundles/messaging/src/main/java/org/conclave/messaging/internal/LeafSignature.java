package org.conclave.messaging.internal;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/** Ed25519 (RFC 8032) with the keys of MLS leaves, by the JDK. */
final class LeafSignature {
  static final int SIZE = 64;

  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_SIZE = 32;

  /** DER around a raw public key, RFC 8410 section 4. */
  private static final Bytes PUBLIC = Bytes.ofHex("302a300506032b6570032100");

  /** DER around a raw private key, RFC 8410 section 7. */
  private static final Bytes PRIVATE = Bytes.ofHex("302e020100300506032b657004220420");

  private LeafSignature() {}

  /**
   * @param privateKey the 32-byte seed
   */
  static Bytes sign(SecretBytes privateKey, Bytes message) {
    byte[] seed = privateKey.toByteArray();
    if (seed.length != KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    byte[] encoded = Arrays.copyOf(PRIVATE.toByteArray(), PRIVATE.size() + KEY_SIZE);
    System.arraycopy(seed, 0, encoded, PRIVATE.size(), KEY_SIZE);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
      signature.update(message.asByteBuffer());
      return Bytes.wrap(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on signs with Ed25519", e);
    } finally {
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** Whether {@code signature} is good; keys and signatures that are none are not. */
  static boolean verifies(Bytes publicKey, Bytes message, Bytes signature) {
    if (publicKey.size() != KEY_SIZE || signature.size() != SIZE) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(PUBLIC.concat(publicKey).toByteArray())));
      verifier.update(message.asByteBuffer());
      return verifier.verify(signature.toByteArray());
    } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on verifies Ed25519", e);
    }
  }
}
