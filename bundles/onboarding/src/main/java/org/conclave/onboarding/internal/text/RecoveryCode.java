package org.conclave.onboarding.internal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.onboarding.internal.statement.Sha256;

/**
 * The recovery key as something to write down: Base32 of the 32 bytes of the key and a checksum of
 * four, in groups of five characters. Secret.
 */
public final class RecoveryCode {
  private static final Bytes DOMAIN = Bytes.utf8("conclave/recovery/1");
  private static final int KEY = 32;
  private static final int CHECKSUM = 4;
  private static final int GROUP = 5;
  private static final int MAX_INPUT = 1_024;

  private RecoveryCode() {}

  public static String of(SecretBytes recoveryKey) {
    Bytes key = Bytes.wrap(recoveryKey.toByteArray());
    return grouped(Base32.encode(key.concat(checksum(key))));
  }

  private static Bytes checksum(Bytes key) {
    return Sha256.of(DOMAIN, key).slice(0, CHECKSUM);
  }

  static String grouped(String digits) {
    List<String> groups = new ArrayList<>();
    for (int from = 0; from < digits.length(); from += GROUP) {
      groups.add(digits.substring(from, Math.min(from + GROUP, digits.length())));
    }
    return String.join("-", groups);
  }

  /** What a person typed, however it is grouped. The caller wipes the key. */
  public static SecretBytes read(String typed) throws UnreadableTextException {
    if (typed.length() > MAX_INPUT) {
      throw new UnreadableTextException("It is far too long.");
    }
    String digits = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
    Bytes content =
        Base32.decode(digits)
            .filter(bytes -> bytes.size() == KEY + CHECKSUM)
            .orElseThrow(
                () ->
                    new UnreadableTextException(
                        "A character in it is wrong, or a part of it is missing."));
    Bytes key = content.slice(0, KEY);
    if (!checksum(key).equals(content.slice(KEY, content.size()))) {
      throw new UnreadableTextException("Its check digits do not match.");
    }
    return SecretBytes.wrap(key.toByteArray());
  }
}
