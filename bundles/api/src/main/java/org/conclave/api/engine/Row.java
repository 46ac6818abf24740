package org.conclave.api.engine;

import org.conclave.api.bytes.SecretBytes;

/** One row of part R: a ratchet in use, or a node of the secret tree's frontier. Secret. */
public record Row(RowKey key, SecretBytes data) {}
