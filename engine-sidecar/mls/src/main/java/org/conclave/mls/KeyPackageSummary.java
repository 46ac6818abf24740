package org.conclave.mls;

import org.conclave.mls.tree.Credential;

/** Whose a valid key package is. */
public record KeyPackageSummary(
    byte[] reference,
    Credential credential,
    byte[] signatureKey,
    int cipherSuite,
    Lifetime lifetime,
    boolean lastResort)
    implements InspectResult {
  /** Of a basic credential; empty for any other. */
  public byte[] identity() {
    return credential.identity();
  }
}
