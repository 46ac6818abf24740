package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/**
 * The member's own signing material, kept apart from any group's state.
 *
 * @param credential identity of the basic credential: user_id ‖ SHA-256(DeviceRecord payload), 64
 *     bytes
 */
public record Signer(Bytes credential, SignatureKeyPair keys) {}
