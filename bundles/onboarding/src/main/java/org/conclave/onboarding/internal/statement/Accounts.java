package org.conclave.onboarding.internal.statement;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;

/** How a member is named after the account key. */
public final class Accounts {
  private static final Bytes DOMAIN = Bytes.utf8("conclave/user");

  private Accounts() {}

  public static UserId user(Bytes accountPublicKey) {
    return new UserId(Sha256.of(DOMAIN, accountPublicKey));
  }

  /** Whether this is a key that an account may have: 32 bytes, not of small order. */
  public static boolean isKey(Bytes accountPublicKey) {
    return Trust.NONE.isSigningKey(accountPublicKey);
  }
}
