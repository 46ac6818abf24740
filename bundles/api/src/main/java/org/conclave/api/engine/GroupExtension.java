package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/** An extension of a GroupContext, RFC 9420 section 13. */
public record GroupExtension(int type, Bytes data) {
  /** Conclave's group profile (name, administrators): private use, RFC 9420 section 17.3. */
  public static final int GROUP_PROFILE = 0xF0C1;
}
