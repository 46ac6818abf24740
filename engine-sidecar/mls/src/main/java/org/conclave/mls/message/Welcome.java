package org.conclave.mls.message;

import java.util.List;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.rule.RuleViolation;

/** {@code Welcome}, RFC 9420 section 12.4.3.1. */
public record Welcome(
    int cipherSuite, List<EncryptedGroupSecrets> secrets, byte[] encryptedGroupInfo)
    implements MlsMessage.Body {

  /** {@code EncryptedGroupSecrets}. */
  public record EncryptedGroupSecrets(byte[] newMember, HpkeCiphertext sealed)
      implements Encodable {
    static EncryptedGroupSecrets decode(TlsReader in) throws RuleViolation {
      return new EncryptedGroupSecrets(in.opaque(), HpkeCiphertext.decode(in));
    }

    @Override
    public void encode(TlsWriter out) {
      out.opaque(newMember).struct(sealed);
    }
  }

  public static Welcome decode(TlsReader in) throws RuleViolation {
    return new Welcome(in.u16(), in.list(EncryptedGroupSecrets::decode), in.opaque());
  }

  @Override
  public void encode(TlsWriter out) {
    out.u16(cipherSuite).list(secrets).opaque(encryptedGroupInfo);
  }
}
