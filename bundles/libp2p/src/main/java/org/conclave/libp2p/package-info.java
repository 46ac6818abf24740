/**
 * libp2p for the JVM: hosts, the secured and multiplexed connections between them, and the streams
 * that protocols talk over.
 *
 * <p>Begin with {@link org.conclave.libp2p.Host#builder}. Nothing here needs to know the network
 * library underneath; every operation that waits for the network returns a future.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.conclave.libp2p;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
