package org.conclave.mls.message;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.rule.RuleViolation;

/** {@code WireFormat}, RFC 9420 section 17.2, in the order of its numbers from 1. */
public enum WireFormat {
  PUBLIC_MESSAGE,
  PRIVATE_MESSAGE,
  WELCOME,
  GROUP_INFO,
  KEY_PACKAGE;

  public int number() {
    return ordinal() + 1;
  }

  static WireFormat decode(TlsReader in) throws RuleViolation {
    int number = in.u16();
    if (number < 1 || number > 5) {
      throw RuleViolation.unsupported("17.2", "wire format " + number);
    }
    return values()[number - 1];
  }
}
