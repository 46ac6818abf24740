package org.conclave.mls.tree;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code Extension}, RFC 9420 section 7.2. The data is kept as it came, whatever the type. */
public record Extension(int type, byte[] data) implements Encodable {
  public static final int APPLICATION_ID = 1;
  public static final int RATCHET_TREE = 2;
  public static final int REQUIRED_CAPABILITIES = 3;
  public static final int EXTERNAL_PUB = 4;
  public static final int EXTERNAL_SENDERS = 5;

  /**
   * {@code last_resort} of the MLS extensions draft: the key package may be used more than once.
   */
  public static final int LAST_RESORT = 10;

  /** Whether every client supports it, so that capabilities do not list it (section 7.2). */
  public static boolean isDefault(int type) {
    return type >= APPLICATION_ID && type <= EXTERNAL_SENDERS;
  }

  public static Extension decode(TlsReader in) throws RuleViolation {
    return new Extension(in.u16(), in.opaque());
  }

  @Override
  public void encode(TlsWriter out) {
    out.u16(type).opaque(data);
  }
}
