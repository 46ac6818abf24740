package org.conclave.mls;

/** Whose a valid key package is. */
public record KeyPackageSummary(
    byte[] reference,
    byte[] identity,
    byte[] signatureKey,
    int cipherSuite,
    Lifetime lifetime,
    boolean lastResort)
    implements InspectResult {}
