package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/**
 * One's own key package.
 *
 * @param reference KeyPackageRef, RFC 9420 section 5.2
 * @param message MLSMessage(KeyPackage), for peers
 * @param privatePart opaque; needed to join with it, and deleted with the commit of the state
 *     joined
 */
public record KeyPackage(
    Bytes reference,
    Bytes message,
    SecretBytes privatePart,
    boolean lastResort,
    Lifetime lifetime) {}
