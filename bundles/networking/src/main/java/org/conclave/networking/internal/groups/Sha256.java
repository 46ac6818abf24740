package org.conclave.networking.internal.groups;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.conclave.api.bytes.Bytes;

/** SHA-256 over several parts. */
final class Sha256 {
  private Sha256() {}

  static Bytes of(Bytes... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Bytes part : parts) {
        digest.update(part.asByteBuffer());
      }
      return Bytes.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
