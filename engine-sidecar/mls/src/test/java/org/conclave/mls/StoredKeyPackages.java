package org.conclave.mls;

import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;

/** Key packages whose private keys come from elsewhere than this engine. */
public final class StoredKeyPackages {
  private StoredKeyPackages() {}

  public static KeyPackagePrivate of(byte[] keyPackage, byte[] initKey, byte[] encryptionKey)
      throws RuleViolation {
    KeyPackage decoded = MlsMessage.decode(keyPackage, KeyPackage.class);
    MemberIdentity.OwnKeyPackage own =
        new MemberIdentity.OwnKeyPackage(
            decoded, Secret.copyOf(initKey), Secret.copyOf(encryptionKey));
    return new KeyPackagePrivate(keyPackage, KeyPackagePart.encode(own));
  }
}
