package org.conclave.mls;

/** A member of a group. */
public record Member(int leaf, byte[] identity, byte[] signatureKey) {}
