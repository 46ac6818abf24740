package org.conclave.mls.group;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Credential;

/** {@code ExternalSender}, RFC 9420 section 12.1.8.1. */
record ExternalSender(byte[] signatureKey, Credential credential) implements Encodable {
  static ExternalSender decode(TlsReader in) throws RuleViolation {
    return new ExternalSender(in.opaque(), Credential.decode(in));
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(signatureKey).struct(credential);
  }
}
