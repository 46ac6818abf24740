package org.conclave.mls;

/** When a key package may be used: seconds since 1970, both ends included. */
public record Lifetime(long notBefore, long notAfter) {}
