package org.conclave.mls.crypto;

/** A key pair of a key encapsulation mechanism, in the encodings of RFC 9180 section 7.1. */
public record KemKeyPair(Secret privateKey, byte[] publicKey) {}
