package org.conclave.ui.internal.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What comes of holding another person's code beside one's own. */
enum Comparison {
  SAME,
  /** A safety number, and another one: somebody stands between, or it is somebody else's. */
  DIFFERENT,
  /** No safety number at all. */
  NO_CODE;

  private static final String PREFIX = "CONCLAVESN1:";

  static Comparison of(String own, String others) {
    String code = others.strip();
    if (!code.startsWith(PREFIX)) {
      return NO_CODE;
    }
    return MessageDigest.isEqual(
            own.getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8))
        ? SAME
        : DIFFERENT;
  }
}
