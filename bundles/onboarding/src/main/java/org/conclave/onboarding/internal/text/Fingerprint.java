package org.conclave.onboarding.internal.text;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.StringJoiner;
import org.conclave.api.bytes.Bytes;

/** A public key as digits that two people compare by reading them aloud. */
public final class Fingerprint {
  private static final Bytes DOMAIN = Bytes.utf8("conclave/fingerprint/1");
  private static final int GROUPS = 8;
  private static final int GROUP_BYTES = 5;
  private static final BigInteger GROUP_RANGE = BigInteger.valueOf(100_000);

  private Fingerprint() {}

  /** Eight groups of five digits, some 132 bits: each from five bytes of a SHA-512. */
  public static String of(Bytes publicKey) {
    Bytes digest = Bytes.wrap(sha512().digest(DOMAIN.concat(publicKey).toByteArray()));
    StringJoiner groups = new StringJoiner(" ");
    for (int from = 0; from < GROUPS * GROUP_BYTES; from += GROUP_BYTES) {
      BigInteger number = new BigInteger(1, digest.slice(from, from + GROUP_BYTES).toByteArray());
      String digits = number.mod(GROUP_RANGE).toString();
      groups.add("0".repeat(5 - digits.length()) + digits);
    }
    return groups.toString();
  }

  /** Twelve groups of five digits: six of each of two keys, in the order given. */
  public static String ofPair(Bytes one, Bytes other) {
    return half(one) + " " + half(other);
  }

  private static String half(Bytes key) {
    int groups = 6;
    return of(key).substring(0, groups * 6 - 1);
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java has no SHA-512", impossible);
    }
  }
}
