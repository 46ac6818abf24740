package org.conclave.mls;

import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;

/** The private part of a key package as it is stored: init key and encryption key. */
final class KeyPackagePart {
  private static final int FORMAT = 1;

  private KeyPackagePart() {}

  static byte[] encode(MemberIdentity.OwnKeyPackage own) {
    TlsWriter out =
        new TlsWriter()
            .u8(FORMAT)
            .opaque(own.initKey().expose())
            .opaque(own.encryptionKey().expose());
    byte[] encoded = out.toByteArray();
    out.wipe();
    return encoded;
  }

  static MemberIdentity.OwnKeyPackage decode(KeyPackagePrivate stored) {
    try {
      KeyPackage keyPackage = MlsMessage.decode(stored.keyPackage(), KeyPackage.class);
      return Decoder.decodeAll(stored.privatePart(), in -> read(keyPackage, in));
    } catch (RuleViolation e) {
      throw new StateMismatchException("a stored key package cannot be read", e);
    }
  }

  private static MemberIdentity.OwnKeyPackage read(KeyPackage keyPackage, TlsReader in)
      throws RuleViolation {
    int format = in.u8();
    if (format != FORMAT) {
      throw new StateMismatchException("the private part of a key package has format " + format);
    }
    return new MemberIdentity.OwnKeyPackage(
        keyPackage, Secret.owning(in.opaque()), Secret.owning(in.opaque()));
  }
}
