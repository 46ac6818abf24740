package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/** An MLS signature key pair. */
public record SignatureKeyPair(Bytes publicKey, SecretBytes privateKey) {}
