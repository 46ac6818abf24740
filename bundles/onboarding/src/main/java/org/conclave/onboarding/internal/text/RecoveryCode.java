package org.conclave.onboarding.internal.text;

import java.util.ArrayList;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.onboarding.internal.statement.Sha256;

/**
 * The recovery key as something to write down: Base32 of the 32 bytes of the key and a checksum of
 * four, in groups of five characters. Secret.
 */
public final class RecoveryCode {
  private static final Bytes DOMAIN = Bytes.utf8("conclave/recovery/1");
  private static final int CHECKSUM = 4;
  private static final int GROUP = 5;

  private RecoveryCode() {}

  public static String of(SecretBytes recoveryKey) {
    Bytes key = Bytes.wrap(recoveryKey.toByteArray());
    String digits = Base32.encode(key.concat(Sha256.of(DOMAIN, key).slice(0, CHECKSUM)));
    List<String> groups = new ArrayList<>();
    for (int from = 0; from < digits.length(); from += GROUP) {
      groups.add(digits.substring(from, Math.min(from + GROUP, digits.length())));
    }
    return String.join("-", groups);
  }
}
