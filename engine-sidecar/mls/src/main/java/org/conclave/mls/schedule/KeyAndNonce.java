package org.conclave.mls.schedule;

import org.conclave.mls.crypto.Secret;

/** The key and nonce of one generation, for one message. */
public record KeyAndNonce(Secret key, byte[] nonce) {
  @Override
  public String toString() {
    return "KeyAndNonce";
  }
}
