package org.conclave.mls.group;

import java.nio.ByteBuffer;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.x509.PresentedIdentifiers;

/**
 * Whom a credential names (RFC 9420 section 5.3.1), as far as it can be told without the
 * application: the same for a client that comes with another key.
 */
record PresentedClient(int credentialType, ByteBuffer identifiers) {
  static PresentedClient of(Credential credential) {
    byte[] identifiers =
        credential instanceof Credential.X509 x509
            ? PresentedIdentifiers.of(x509.certificateChain())
            : credential.identity();
    return new PresentedClient(credential.type(), ByteBuffer.wrap(identifiers));
  }
}
