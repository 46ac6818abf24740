package org.conclave.mls.crypto;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code HPKECiphertext}, RFC 9420 section 7.6. */
public record HpkeCiphertext(byte[] kemOutput, byte[] ciphertext) implements Encodable {
  public static HpkeCiphertext decode(TlsReader in) throws RuleViolation {
    return new HpkeCiphertext(in.opaque(), in.opaque());
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(kemOutput).opaque(ciphertext);
  }
}
