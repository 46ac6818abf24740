package org.conclave.mls.message;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/**
 * {@code PrivateMessageContent}, RFC 9420 section 6.3.1: what the ciphertext of a PrivateMessage
 * hides.
 */
public record PrivateContent(Content content, AuthData auth) {

  public static PrivateContent decode(Content.Type type, byte[] plaintext) throws RuleViolation {
    TlsReader in = new TlsReader(plaintext);
    PrivateContent decoded =
        new PrivateContent(Content.decode(type, in), AuthData.decode(type, in));
    in.requireZeros();
    return decoded;
  }

  /** Without padding. */
  public byte[] encoded() {
    TlsWriter out = new TlsWriter().struct(content).struct(auth);
    byte[] plaintext = out.toByteArray();
    out.wipe();
    return plaintext;
  }
}
