package org.conclave.persistence.internal.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/**
 * The profile key, wrapped under the passphrase, in the form that is kept beside the database.
 *
 * <p>Layout: magic, 8 bytes ‖ version, 2 ‖ memory in KiB, 4 ‖ passes, 4 ‖ lanes, 4 ‖ salt, 16 ‖
 * wrapped key (nonce, 32 bytes under AES-256-GCM, tag), all before it as associated data ‖ SHA-256
 * of all before it. The digest is not for security: it tells a damaged header from a wrong
 * passphrase. Every later version must end with it too.
 */
public final class ProfileHeader {
  /** No header is longer. */
  public static final int MAX_SIZE = 4096;

  private static final long MAGIC = 0x434e434c56505246L; // "CNCLVPRF"
  private static final short VERSION = 1;
  private static final int SALT_SIZE = 16;
  private static final int PREFIX_SIZE = Long.BYTES + Short.BYTES + 3 * Integer.BYTES + SALT_SIZE;
  private static final int WRAPPED_SIZE = AesGcm.NONCE_SIZE + Argon2Cost.KEY_SIZE + AesGcm.TAG_SIZE;
  private static final int DIGEST_SIZE = 32;

  private final Argon2Cost cost;
  private final Bytes prefix;
  private final Bytes wrapped;

  private ProfileHeader(Argon2Cost cost, Bytes prefix, Bytes wrapped) {
    this.cost = cost;
    this.prefix = prefix;
    this.wrapped = wrapped;
  }

  /** Wraps {@code profileKey} (32 bytes) under {@code passphrase}. */
  public static ProfileHeader wrap(
      SecretBytes profileKey, SecretBytes passphrase, Argon2Cost cost, SecureRandom random) {
    byte[] salt = new byte[SALT_SIZE];
    random.nextBytes(salt);
    byte[] prefix =
        ByteBuffer.allocate(PREFIX_SIZE)
            .putLong(MAGIC)
            .putShort(VERSION)
            .putInt(cost.memoryKib())
            .putInt(cost.passes())
            .putInt(cost.lanes())
            .put(salt)
            .array();
    WipeableKey wrappingKey = wrappingKey(cost, passphrase, salt);
    byte[] plain = profileKey.toByteArray();
    try {
      byte[] wrapped = AesGcm.seal(wrappingKey, random, prefix, plain);
      return new ProfileHeader(cost, Bytes.wrap(prefix), Bytes.wrap(wrapped));
    } finally {
      Arrays.fill(plain, (byte) 0);
      wrappingKey.destroy();
    }
  }

  /** Reads a header, whole or not at all. */
  public static ProfileHeader parse(byte[] encoded) throws HeaderException {
    if (encoded.length <= Long.BYTES + Short.BYTES + DIGEST_SIZE || encoded.length > MAX_SIZE) {
      throw new HeaderException(HeaderException.Kind.DAMAGED, "its size is wrong");
    }
    int end = encoded.length - DIGEST_SIZE;
    byte[] digest = Arrays.copyOfRange(encoded, end, encoded.length);
    ByteBuffer in = ByteBuffer.wrap(encoded, 0, end);
    if (!MessageDigest.isEqual(digest, sha256(encoded, end)) || in.getLong() != MAGIC) {
      throw new HeaderException(HeaderException.Kind.DAMAGED, "its digest does not match");
    }
    if (in.getShort() != VERSION) {
      throw new HeaderException(HeaderException.Kind.TOO_NEW, "its version is not known");
    }
    if (end != PREFIX_SIZE + WRAPPED_SIZE) {
      throw new HeaderException(HeaderException.Kind.DAMAGED, "its size is wrong");
    }
    try {
      Argon2Cost cost = new Argon2Cost(in.getInt(), in.getInt(), in.getInt());
      Bytes content = Bytes.copyOf(encoded);
      return new ProfileHeader(
          cost, content.slice(0, PREFIX_SIZE), content.slice(PREFIX_SIZE, end));
    } catch (IllegalArgumentException e) {
      throw new HeaderException(HeaderException.Kind.DAMAGED, "its parameters are out of bounds");
    }
  }

  public byte[] encode() {
    byte[] content = prefix.concat(wrapped).toByteArray();
    byte[] encoded = Arrays.copyOf(content, content.length + DIGEST_SIZE);
    System.arraycopy(sha256(content, content.length), 0, encoded, content.length, DIGEST_SIZE);
    return encoded;
  }

  /**
   * The profile key. Takes as long as Argon2id does.
   *
   * @throws UnsealException if the passphrase is not the one it was wrapped under
   */
  public SecretBytes unwrap(SecretBytes passphrase) throws UnsealException {
    byte[] salt = prefix.slice(PREFIX_SIZE - SALT_SIZE, PREFIX_SIZE).toByteArray();
    WipeableKey wrappingKey = wrappingKey(cost, passphrase, salt);
    try {
      return SecretBytes.wrap(
          AesGcm.open(wrappingKey, prefix.toByteArray(), wrapped.toByteArray()));
    } finally {
      wrappingKey.destroy();
    }
  }

  private static WipeableKey wrappingKey(Argon2Cost cost, SecretBytes passphrase, byte[] salt) {
    try (SecretBytes derived = cost.derive(passphrase, salt)) {
      return new WipeableKey("AES", derived.toByteArray());
    }
  }

  private static byte[] sha256(byte[] content, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
