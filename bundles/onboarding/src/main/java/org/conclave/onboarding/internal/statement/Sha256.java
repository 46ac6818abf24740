package org.conclave.onboarding.internal.statement;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.conclave.api.bytes.Bytes;

/** SHA-256 (FIPS 180-4), by which statements, users and organisations are named. */
public final class Sha256 {
  public static final int SIZE = 32;

  private Sha256() {}

  /** The hash of the concatenation of {@code parts}. */
  public static Bytes of(Bytes... parts) {
    MessageDigest digest = start();
    for (Bytes part : parts) {
      digest.update(part.asByteBuffer());
    }
    return Bytes.wrap(digest.digest());
  }

  /** As {@link #of(Bytes...)}. */
  public static Bytes of(Iterable<Bytes> parts) {
    MessageDigest digest = start();
    for (Bytes part : parts) {
      digest.update(part.asByteBuffer());
    }
    return Bytes.wrap(digest.digest());
  }

  private static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java has no SHA-256", impossible);
    }
  }
}
