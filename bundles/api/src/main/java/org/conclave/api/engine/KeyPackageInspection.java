package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/** What a key package from a peer is worth. */
public sealed interface KeyPackageInspection {
  /**
   * Signature, lifetime and contents hold. Whether {@code credential} may be used is for the
   * organisation's ledger to say.
   */
  record Valid(
      Bytes reference, Bytes credential, Bytes signatureKey, Lifetime lifetime, boolean lastResort)
      implements KeyPackageInspection {}

  /** It breaks a rule. */
  record Invalid(Rejection rejection) implements KeyPackageInspection {}
}
