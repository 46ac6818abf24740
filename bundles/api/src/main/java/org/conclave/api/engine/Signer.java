package org.conclave.api.engine;

import org.conclave.api.bytes.Bytes;

/**
 * The member's own signing material, kept apart from any group's state.
 *
 * @param credential identity of the basic credential: user_id ‖ SHA-256(DeviceRecord payload), 64
 *     bytes
 * @param suite of the group that it signs for, or of the key package
 */
public record Signer(Bytes credential, SignatureKeyPair keys, CipherSuite suite) {
  /** For groups of the classical suite. */
  public Signer(Bytes credential, SignatureKeyPair keys) {
    this(credential, keys, CipherSuite.CLASSICAL);
  }

  /** The same member in groups of another suite. */
  public Signer in(CipherSuite other) {
    return new Signer(credential, keys, other);
  }
}
