/**
 * The {@code .backup} of an identity: an opaque payload, sealed under a passphrase. Pure functions
 * but for the thread that Argon2id runs on; knows nothing of gRPC and of what the payload says.
 */
@NullMarked
package org.conclave.engine.backup;

import org.jspecify.annotations.NullMarked;
