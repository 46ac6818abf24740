package org.conclave.api.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.conclave.api.bytes.Bytes;

/**
 * What ties each line of the log to all before it: {@code hash = SHA-256("conclave/audit/1" ‖
 * previous hash ‖ content)}.
 */
public final class AuditChain {
  public static final int HASH_SIZE = 32;

  /** Stands before the first line. */
  public static final Bytes START = Bytes.wrap(new byte[HASH_SIZE]);

  private static final byte[] DOMAIN = "conclave/audit/1".getBytes(StandardCharsets.US_ASCII);

  private AuditChain() {}

  /**
   * @param previous hash of the line before, or {@link #START}
   * @param content exact bytes of the line
   */
  public static Bytes next(Bytes previous, Bytes content) {
    if (previous.size() != HASH_SIZE) {
      throw new IllegalArgumentException("a hash takes " + HASH_SIZE + " bytes");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(DOMAIN);
      digest.update(previous.asByteBuffer());
      digest.update(content.asByteBuffer());
      return Bytes.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
